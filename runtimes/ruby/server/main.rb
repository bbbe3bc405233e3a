# frozen_string_literal: true

# Loads the function and forks workers that call it, as the front says (../../front/PROTOCOL.md).

require 'socket'
require_relative 'channel'
require_relative 'function'

$stdout.sync = $stderr.sync = true

# The process that has loaded the function.
class Parent
  def initialize
    @channel = Channel.new(UNIXSocket.for_fd(3))
    @writing = Mutex.new
  end

  def run
    function = Function.load(ENV)
    # What stays as it is is shared by all workers.
    GC.start
    GC.compact
    @channel.write('ready')
    start(function) while @channel.read&.kind == 'fork'
  rescue Function::Unusable => e
    @channel.write('failed', body: e.message)
    exit 1
  end

  private

  def start(function)
    pid = fork do
      Process.setpgid(0, 0)
      @channel.close
      serve(function)
    end
    Thread.new { bury(pid) }
  end

  def bury(pid)
    status = Process.wait2(pid).last
    head = "#{pid} #{status.signaled? ? 128 + status.termsig : status.exitstatus}\n"
    @writing.synchronize { @channel.write('ended', head:) }
  end

  def serve(function)
    channel = Channel.new(UNIXSocket.new(ENV.fetch('DROMEDARY_SOCKET')))
    channel.write('ready')
    while (call = channel.read)
      function.call(call, channel)
    end
  rescue Errno::EPIPE, Errno::ECONNRESET
    # The front is gone.
  end
end

Parent.new.run if $PROGRAM_NAME == __FILE__
