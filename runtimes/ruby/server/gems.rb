# frozen_string_literal: true

# Puts the gems in use where `require` finds them: those that the installation step has noted, path and git gems among them.

folder = ENV['KUBELESS_INSTALL_VOLUME'].to_s.strip
setup = File.expand_path('bundler/setup.rb', folder.empty? ? '/kubeless' : folder)
noted = File.file?(setup) ? File.read(setup) : ''
# The server takes its own Sinatra, before any gem can stand in its way; but a function's Sinatra is one for both.
require 'sinatra/base' unless noted.match?(%r{/sinatra-\d})
$LOAD_PATH.unshift(folder) unless folder.empty?
# Not the rest of the file: it does away with RubyGems.
noted.scan(/^\$:\.unshift .*$/).each { |line| eval(line, TOPLEVEL_BINDING.dup, setup) }
