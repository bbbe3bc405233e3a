# Runs a command until it ends, or until whoever started this is gone: then standard input ends, and the command is told to.
exec 3<&0 < /dev/null
"$@" 3<&- &
child=$!
trap 'kill -TERM "$child" 2> /dev/null' TERM INT HUP
{ read -r _ <&3; kill -TERM "$child"; } 2> /dev/null &
watcher=$!
exec 3<&-
while :; do
  wait "$child"
  status=$?
  kill -0 "$child" 2> /dev/null || break
done
kill "$watcher" 2> /dev/null
exit "$status"
