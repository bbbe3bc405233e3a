# Whatever has `each` is sent piece by piece.
def handler(event, context)
  Enumerator.new do |out|
    3.times { |number| out << "piece #{number}\n" }
  end
end
