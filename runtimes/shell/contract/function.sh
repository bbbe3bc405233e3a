# The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test).

if [ -n "${CONTRACT_LOAD:-}" ]; then
  sleep "$CONTRACT_LOAD"
  : > "$KUBELESS_INSTALL_VOLUME/loaded"
fi

contract() {
  "on_${EVENT_TYPE:-hello}"
}

on_hello() { printf 'hello world'; }

on_echo() { cat; }

on_binary() { cat; }

on_event() {
  local data
  case ${CONTENT_TYPE:-} in
    [aA]pplication/[jJ][sS][oO][nN]*) data=$(cat) ;;
    *) data=$(quoted "$(cat)") ;;
  esac
  header Content-Type application/json
  printf '{"data": %s, "id": %s, "type": %s, "time": %s, "namespace": %s, ' "$data" "$(quoted "${EVENT_ID-}")" "$(quoted "${EVENT_TYPE-}")" \
    "$(quoted "${EVENT_TIME-}")" "$(quoted "${EVENT_NAMESPACE-}")"
  printf '"function-name": "%s", "timeout": %s, "runtime": "%s", "memory-limit": "%s"}' "$FUNC_HANDLER" "$FUNC_TIMEOUT" "$FUNC_RUNTIME" \
    "$FUNC_MEMORY_LIMIT"
}

on_request() {
  header Content-Type application/json
  printf '{"method": %s, "path": %s, "query": %s, "header": %s, "topic": %s, "traceparent": %s}' "$(quoted "$REQUEST_METHOD")" \
    "$(quoted "$PATH_INFO")" "$(quoted "$QUERY_STRING")" "$(quoted "${HTTP_X_CUSTOM-}")" "$(quoted "${HTTP_EVENT_TOPIC-}")" \
    "$(quoted "${HTTP_TRACEPARENT-}")"
}

# A string of JSON, null if it is empty.
quoted() {
  local text=$1
  [ -n "$text" ] || { printf null; return; }
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  printf '"%s"' "$text"
}

on_length() { wc -c | tr -d '\n'; }

on_object() {
  header Content-Type application/json
  printf '{"text": "é", "list": [1, true, null]}'
}

on_bytes() {
  local number
  for number in {0..255}; do
    printf "\\x$(printf %x "$number")"
  done
}

on_nothing() { :; }

on_status() {
  status 201
  header X-Made yes
  printf made
}

on_stream() {
  local number
  for number in 0 1 2; do
    piece "piece $number"$'\n'
    sleep 0.3
  done
}

on_fail() {
  echo "the secret reason" >&2
  return 1
}

on_sleep() {
  sleep "$(cat)"
  printf slept
}

on_loop() {
  while :; do :; done
}

on_exit() { kill -KILL $$; }

on_print() { echo "printed by the function" >&2; }

on_fork() {
  local number
  for number in 1 2 3 4 5; do
    sleep 300 &
  done
  printf forked
}

on_flood() {
  local line count
  line=$(printf 'x%.0s' {1..1023})
  count=$(cat)
  yes "$line" | head -n "$count" >&2
  printf flooded
}

on_leak() {
  local taken=
  while :; do
    taken+=$(head -c 16777216 /dev/zero | tr '\0' x)
  done
}

on_write() {
  local folder writable=
  for folder in / /opt /etc /tmp /kubeless; do
    { : > "$folder/written"; } 2> /dev/null && writable+=${writable:+,}'"'$folder'"'
  done
  header Content-Type application/json
  printf '{"user":%s,"group":%s,"writable":[%s]}' "$(id -u)" "$(id -g)" "$writable"
}
