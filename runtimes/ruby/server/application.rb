# frozen_string_literal: true

require 'json'
require 'sinatra/base'

# What a handler runs in, as under Kubeless: an application of Sinatra's, so that `status`, `headers`, `halt`, `redirect`,
# `stream`, `params` and the rest are there.
class Application < Sinatra::Base
  set environment: :production, run: false, logging: false

  # Of another body, parameters would be made that nobody meant.
  FORM = %r{\A(application/x-www-form-urlencoded|multipart/form-data)\b}i
  private_constant :FORM

  # Makes a call; gives status, headers and body, as Rack has them.
  def run(call, handler, context)
    begin_with(call.env)
    event = call.event(@request)
    invoke { result(handler.bind_call(self, event, context)) }
    content_type(settings.default_content_type) unless @response['Content-Type']
    @response.finish
  end

  # In messages such as `undefined method … for`.
  def inspect
    '#<Function>'
  end

  private

  def begin_with(env)
    @env = env
    @request = Sinatra::Request.new(env)
    @response = Sinatra::Response.new
    @params = Sinatra::IndifferentHash.new
    @params.merge!(@request.GET) unless env['QUERY_STRING'].empty?
    @params.merge!(@request.POST) if env['CONTENT_TYPE']&.match?(FORM)
  rescue StandardError
    # Only who asks for parameters misses them: the request is the function's to judge.
  ensure
    env['rack.input'].rewind
  end

  # Sinatra's results, and objects, which are JSON.
  def result(value)
    case value
    when Hash
      content_type(:json)
      JSON.generate(value)
    when nil then ''
    else value
    end
  end
end
