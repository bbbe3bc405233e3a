# frozen_string_literal: true

# The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test).

require 'json'

if ENV['CONTRACT_LOAD'].to_s != ''
  sleep ENV['CONTRACT_LOAD'].to_f
  File.write("#{ENV.fetch('KUBELESS_INSTALL_VOLUME')}/loaded", '')
end

def contract(event, context)
  send("on_#{event[:'event-type'] || 'hello'}", event, context)
end

def on_hello(_event, _context)
  'hello world'
end

def on_echo(event, _context)
  event[:data]
end

def on_binary(event, _context)
  event[:data]
end

def on_event(event, context)
  {
    data: event[:data],
    id: event[:'event-id'],
    type: event[:'event-type'],
    time: event[:'event-time'],
    namespace: event[:'event-namespace'],
    'function-name': context[:'function-name'],
    timeout: context[:timeout].to_f,
    runtime: context[:runtime],
    'memory-limit': context[:'memory-limit']
  }
end

def on_request(event, _context)
  request = event[:extensions][:request]
  {
    method: request.request_method,
    path: request.path,
    query: request.query_string,
    header: request.get_header('HTTP_X_CUSTOM'),
    topic: request.get_header('HTTP_EVENT_TOPIC'),
    traceparent: request.get_header('HTTP_TRACEPARENT')
  }
end

def on_length(event, _context)
  event[:data].bytesize.to_s
end

def on_object(_event, _context)
  { text: 'é', list: [1, true, nil] }
end

def on_bytes(_event, _context)
  (0..255).to_a.pack('C*')
end

def on_nothing(_event, _context)
  nil
end

def on_status(_event, _context)
  [201, { 'X-Made' => 'yes' }, 'made']
end

def on_stream(_event, _context)
  Enumerator.new do |pieces|
    3.times do |number|
      pieces << "piece #{number}\n"
      sleep 0.3
    end
  end
end

def on_fail(_event, _context)
  raise 'the secret reason'
end

def on_sleep(event, _context)
  sleep event[:data].to_f
  'slept'
end

def on_loop(_event, _context)
  nil while true
end

def on_exit(_event, _context)
  exit! 3
end

def on_print(_event, _context)
  puts 'printed by the function'
  ''
end

def on_fork(_event, _context)
  5.times { spawn('sleep 300') }
  'forked'
end

def on_flood(event, _context)
  line = 'x' * 1023
  event[:data].to_i.times { puts line }
  'flooded'
end

def on_leak(_event, _context)
  taken = []
  taken << ('x' * (16 << 20)) while true
end

def on_write(_event, _context)
  {
    user: Process.uid,
    group: Process.gid,
    writable: %w[/ /opt /etc /tmp /kubeless].select { |folder| writable?(folder) }
  }
end

def writable?(folder)
  File.write("#{folder}/written", '')
  true
rescue SystemCallError
  false
end
