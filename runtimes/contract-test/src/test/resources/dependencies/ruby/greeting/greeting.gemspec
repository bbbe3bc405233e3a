Gem::Specification.new do |gem|
  gem.name = 'greeting'
  gem.version = '1.0.0'
  gem.summary = 'A greeting'
  gem.authors = ['The contract test']
  gem.files = ['lib/greeting.rb']
end
