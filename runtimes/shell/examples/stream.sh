# What `piece` is given is sent at once.
handler() {
  for number in 0 1 2; do
    piece "piece $number"$'\n'
  done
}
