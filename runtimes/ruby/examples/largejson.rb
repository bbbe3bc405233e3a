def handler(event, context)
  { count: event[:data]['items'].length }
end
