handler() {
  echo "called with $(cat)" >&2
  printf logged
}
