# frozen_string_literal: true

require 'socket'
require 'tmpdir'
require_relative '../server/channel'
require_relative '../server/function'

# What a worker makes of a call, and of a function's result.
class TestCall < Minitest::Test
  def test_the_request_is_sinatras
    answer('PUT /a/%C3%A9?b=1&b=2 HTTP/1.1', ['Host: here:81', 'X-Custom: one', 'X-Custom: two', 'Cookie: a=1']) do |event|
      request = event[:extensions][:request]
      [request.request_method, request.path, request.query_string, request.host, request.port,
       request.get_header('HTTP_X_CUSTOM'), request.cookies['a']].join(' ')
    end
    assert_equal 'PUT /a/%C3%A9 b=1&b=2 here 81 one, two 1', @body
  end

  def test_data_are_parsed_text_or_bytes
    seen = []
    remember = ->(event) { seen << event[:data] && '' }
    answer('POST / HTTP/1.1', ['Content-Type: Application/JSON; charset=utf-8'], body: '{"a": [1]}', &remember)
    answer('POST / HTTP/1.1', ['Content-Type: text/plain'], body: 'é'.b, &remember)
    answer('POST / HTTP/1.1', [], body: "\xff\x00".b, &remember)
    answer('GET / HTTP/1.1', ['Content-Type: application/json'], &remember)
    assert_equal [{ 'a' => [1] }, 'é', "\xff\x00".b, ''], seen
    assert_equal [Encoding::UTF_8, Encoding::BINARY], seen[1, 2].map(&:encoding)
  end

  def test_fields_that_are_not_there_are_nil
    answer('GET / HTTP/1.1', [], fields: "event-id: 7\n") do |event|
      event.values_at(:'event-id', :'event-type', :'event-time', :'event-namespace').inspect
    end
    assert_equal '["7", nil, nil, nil]', @body
  end

  def test_sinatras_words_are_there
    answer('GET /?name=you HTTP/1.1', []) do
      status 202
      headers 'X-Made' => 'yes'
      halt "hello #{params['name']}"
    end
    assert_equal 'hello you', @body
    assert_match(/\A202\n/, @head)
    assert_includes @head, "X-Made: yes\n"
  end

  def test_results_are_sinatras_and_objects_json
    answer('GET / HTTP/1.1', []) { [201, { 'Content-Type' => 'text/x' }, %w[a b]] }
    assert_equal ["201\nContent-Type: text/x\nContent-Length: 2\n", 'ab'], [@head, @body]
    answer('GET / HTTP/1.1', []) { { a: nil } }
    assert_equal '{"a":null}', @body
    assert_includes @head, 'application/json'
    answer('GET / HTTP/1.1', []) { nil }
    assert_equal '', @body
  end

  def test_what_has_each_is_sent_piece_by_piece
    answer('GET / HTTP/1.1', []) { %w[a b].each.lazy.map { |piece| "#{piece}\n" } }
    assert_equal %w[begin piece piece end], @kinds
    assert_equal "a\nb\n", @body
  end

  def test_a_failure_is_told_without_its_reason
    _, log = capture_io { answer('GET / HTTP/1.1', []) { raise 'the reason' } }
    assert_equal ['error'], @kinds
    assert_empty @body
    assert_includes log, 'the reason'
  end

  def test_what_cannot_be_loaded_is_named
    { 'def x(' => 'SyntaxError', 'raise "oh"' => 'oh', 'exit' => 'ended its process', 'def other(e, c); end' => "no method 'nowhere'; it has: other" }
      .each_with_index do |(source, reason), number|
        Dir.mktmpdir do |folder|
          File.write("#{folder}/f#{number}.rb", source)
          error = assert_raises(Function::Unusable) do
            Function.load('KUBELESS_INSTALL_VOLUME' => folder, 'MOD_NAME' => "f#{number}", 'FUNC_HANDLER' => 'nowhere')
          end
          assert_includes error.message, "#{folder}/f#{number}.rb"
          assert_includes error.message, reason
        end
      end
  end

  private

  def answer(request, headers, fields: '', body: '', &handler)
    ours, theirs = UNIXSocket.pair
    Object.send(:define_method, :handler_of_the_test) { |event, _context| instance_exec(event, &handler) }
    function = Function.new(Object.instance_method(:handler_of_the_test), {})
    function.call(Channel::Frame.new('call', "#{fields}\n#{[request, *headers, nil].join("\n")}", body), Channel.new(theirs))
    theirs.close
    frames = frames_of(Channel.new(ours))
    @kinds = frames.map(&:kind)
    @head = frames.first.head
    @body = frames.map(&:body).join.force_encoding('UTF-8')
  end

  def frames_of(channel)
    frames = []
    while (frame = channel.read)
      frames << frame
    end
    frames
  end
end
