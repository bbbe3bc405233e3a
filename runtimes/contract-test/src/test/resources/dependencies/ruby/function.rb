require 'greeting'

def greet(event, context)
  Greeting.text
end
