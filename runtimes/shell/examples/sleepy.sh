# Sleeps as long as the data say: a call that takes longer than the function's time-out is answered with 408.
handler() {
  sleep "$(cat)"
  printf slept
}
