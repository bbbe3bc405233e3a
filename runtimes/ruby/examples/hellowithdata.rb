def handler(event, context)
  puts event
  event[:data]
end
