# frozen_string_literal: true

require_relative 'gems'
require_relative 'application'
require_relative 'call'

# The function, loaded, and how its results become answers.
class Function
  # The function cannot be loaded; the message names the file or the handler.
  class Unusable < StandardError; end

  FAILURES = [StandardError, ScriptError, NoMemoryError, SecurityError, SystemStackError, UncaughtThrowError].freeze
  private_constant :FAILURES

  # Loads what the environment names. Raises Unusable.
  def self.load(env)
    folder = env['KUBELESS_INSTALL_VOLUME'].to_s.strip
    file = File.expand_path("#{env['MOD_NAME'].strip}.rb", folder.empty? ? '/kubeless' : folder)
    raise Unusable, "There is no file #{file}" unless File.file?(file)

    evaluate(file)
    name = env['FUNC_HANDLER'].strip
    unless Object.method_defined?(name) || Object.private_method_defined?(name)
      raise Unusable, "#{file} has no method '#{name}'; it has: #{methods_of(file)}"
    end

    new(Object.instance_method(name), context(env, name))
  end

  def self.evaluate(file)
    require file
  rescue SystemExit
    raise Unusable, "#{file} ended its process while it was loaded"
  rescue *FAILURES => e
    raise Unusable, "#{file} cannot be loaded: #{e.full_message(highlight: false, order: :top)}"
  end
  private_class_method :evaluate

  def self.methods_of(file)
    Object.private_instance_methods(false).select { |name| Object.instance_method(name).source_location&.first == file }.join(', ')
  end
  private_class_method :methods_of

  def self.context(env, name)
    timeout = env['FUNC_TIMEOUT'].to_s.strip
    {
      'function-name': name,
      timeout: timeout.empty? ? '180' : timeout,
      runtime: env['FUNC_RUNTIME'],
      'memory-limit': env['FUNC_MEMORY_LIMIT']
    }.freeze
  end
  private_class_method :context

  def initialize(handler, context)
    @handler = handler
    @context = context
  end

  # Makes a call that came by the channel, and answers it there.
  def call(frame, channel)
    answer(Application.new!.run(Call.new(frame), @handler, @context.dup), channel)
  rescue Errno::EPIPE, Errno::ECONNRESET
    raise
  rescue *FAILURES => e
    warn e.full_message(highlight: false, order: :top)
    channel.write('error')
  ensure
    $stdout.flush
  end

  private

  def answer((status, headers, body), channel)
    head = head_of(status, headers)
    return channel.write('answer', head:, body: body.map { |part| part.to_s.b }.join) if body.is_a?(Array)

    channel.write('begin', head:)
    body.each { |piece| channel.write('piece', body: piece.to_s) unless piece.to_s.empty? }
    channel.write('end')
  ensure
    body.close if body.respond_to?(:close)
  end

  # A header's lines are headers of the same name.
  def head_of(status, headers)
    lines = headers.flat_map { |name, value| value.to_s.split("\n").map { |line| "#{name}: #{line}\n" } }
    "#{status}\n#{lines.join}"
  end
end
