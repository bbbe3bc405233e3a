handler() {
  header Content-Type application/json
  jq -cj '{count: .items | length}'
}
