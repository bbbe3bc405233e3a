foo() {
  printf 'hello world'
}
