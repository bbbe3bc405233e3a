def handler(event, context)
  puts "called with #{event[:data]}"
  'logged'
end
