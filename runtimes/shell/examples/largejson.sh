handler() {
  header Content-Type application/json
  jq -c '{count: .items | length}'
}
