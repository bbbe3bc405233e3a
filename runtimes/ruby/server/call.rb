# frozen_string_literal: true

require 'json'
require 'stringio'

# A call as it came: the event's fields, and the request as Rack has it.
class Call
  FIELDS = %w[event-id event-type event-time event-namespace].freeze

  # Rack's environment of the request.
  attr_reader :env

  def initialize(frame)
    fields, request = "\n#{frame.head}".split("\n\n", 2)
    @fields = fields.scan(/^([^:\n]+): (.*)$/).to_h
    @body = frame.body
    @env = environment(request.lines(chomp: true))
  end

  # The event for a handler, with the request that Sinatra has made of the environment.
  def event(request)
    event = { data: }
    FIELDS.each { |name| event[name.to_sym] = @fields[name] }
    event[:extensions] = { request: }
    event
  end

  private

  def data
    type = @env['CONTENT_TYPE'].to_s.split(';', 2).first.to_s.strip
    text = @body.dup.force_encoding(Encoding::UTF_8)
    text.force_encoding(Encoding::BINARY) unless text.valid_encoding?
    type.casecmp?('application/json') && !text.empty? ? JSON.parse(text) : text
  end

  def environment((first, *lines))
    method, target, protocol = first.split(' ', 3)
    path, query = target.split('?', 2)
    env = {
      'REQUEST_METHOD' => method, 'SCRIPT_NAME' => '', 'PATH_INFO' => path, 'QUERY_STRING' => query.to_s,
      'REQUEST_URI' => target, 'REQUEST_PATH' => path, 'SERVER_PROTOCOL' => protocol, 'HTTP_VERSION' => protocol,
      'REMOTE_ADDR' => @fields.fetch('remote', '127.0.0.1'), 'SERVER_NAME' => 'localhost', 'SERVER_PORT' => '80',
      'rack.version' => [1, 3], 'rack.url_scheme' => 'http', 'rack.input' => StringIO.new(@body), 'rack.errors' => $stderr,
      'rack.multithread' => false, 'rack.multiprocess' => true, 'rack.run_once' => false
    }
    lines.each { |line| header(env, *line.split(': ', 2)) }
    host(env)
    env
  end

  def header(env, name, value)
    name = name.upcase.tr('-', '_')
    name = "HTTP_#{name}" unless %w[CONTENT_TYPE CONTENT_LENGTH].include?(name)
    env[name] = env.key?(name) ? [env[name], value].join(name == 'HTTP_COOKIE' ? '; ' : ', ') : value
  end

  def host(env)
    name, port = env['HTTP_HOST'].to_s.match(/\A(.*?)(?::(\d+))?\z/).captures
    env['SERVER_NAME'] = name unless name.empty?
    env['SERVER_PORT'] = port if port
  end
end
