module Greeting
  def self.text
    'hello from a dependency'
  end
end
