require 'slugify'

def handler(event, context)
  event[:data].slugify
end
