# frozen_string_literal: true

# One end of a worker's channel: frames, as ../../front/PROTOCOL.md says.
class Channel
  Frame = Struct.new(:kind, :head, :body)

  def initialize(socket)
    @socket = socket
    @socket.sync = true
  end

  # The next frame; nil at the end of the channel.
  def read
    line = @socket.gets or return
    kind, head, body = line.split
    Frame.new(kind, take(head.to_i), take(body.to_i))
  end

  # Writes a frame, in one write.
  def write(kind, head: '', body: '')
    @socket.write("#{kind} #{head.bytesize} #{body.bytesize}\n", head, body)
  end

  def close
    @socket.close
  end

  private

  def take(size)
    return String.new if size.zero?

    @socket.read(size) || raise(EOFError)
  end
end
