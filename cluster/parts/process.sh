# Processes of ours: started, remembered and stopped by an identity that no other process can have. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh
#
# A record is one line in $run/<name>.process: boot id, pid, start time, program (- while that is still to come). A pid alone may
# belong to a stranger by the time it is read (a reboot, a killed cluster, another checkout's leavings); with start time and boot id
# it is one process for ever.

boot=$(</proc/sys/kernel/random/boot_id)

# pid → "state start-time" (ticks since boot), nothing when there is no such process.
seen() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  # The name of the program, in brackets, may hold blanks: count from behind it.
  read -ra stat <<<"${stat##*) }"
  echo "${stat[0]} ${stat[19]}"
}

# name pid program: remembers the process.
remember() {
  local start
  start=$(seen "$2")
  [[ -n $start ]] || return 1
  echo "$boot $2 ${start#* } $3" >"$run/$1.process"
}

# name → its pid when that very process lives, else nothing.
pid_of() {
  local its_boot pid start program now
  { read -r its_boot pid start program <"$run/$1.process"; } 2>/dev/null || return 0
  [[ $its_boot == "$boot" ]] || return 0
  now=$(seen "$pid")
  [[ ${now#* } == "$start" && ${now% *} != [ZX] ]] || return 0
  [[ $program != - ]] || { echo "$pid"; return; }
  # The program's file may have been replaced since, which shows as a suffix.
  now=$(readlink "/proc/$pid/exe" 2>/dev/null) || return 0
  [[ ${now% (deleted)} != "$program" ]] || echo "$pid"
}

alive() { [[ -n $(pid_of "$1") ]]; }

# name [signal [seconds]]: ends it, by force when the time is over, and forgets it.
stop() {
  local pid deadline
  pid=$(pid_of "$1")
  if [[ -n $pid ]]; then
    say "stopping $1 ($pid)"
    kill "-${2:-KILL}" "$pid" 2>/dev/null || true
    deadline=$((SECONDS + ${3:-10}))
    while alive "$1"; do
      if ((SECONDS > deadline)); then
        kill -KILL "$pid" 2>/dev/null || true
        ((SECONDS <= deadline + 10)) || fail "$1 ($pid) does not end even on SIGKILL: look at /proc/$pid/stack"
      fi
      sleep 0.05
    done
  fi
  rm -f "$run/$1.process"
}

# What $log/<name>.log ends with, for a failure's message.
last_words() { tail -n 12 "$log/$1.log" | cut -c1-400 >&2 || true; }

# Closes what this shell has open besides its standard streams (our lock, a caller's pipe): no daemon may hold on to it.
let_go() {
  local file
  for file in "/proc/$BASHPID/fd/"*; do
    file=${file##*/}
    ((file <= 2)) || eval "exec $file>&-"
  done
}

# name wrappers command…: starts the command detached, unless it lives, and remembers it. `wrappers` counts the programs before it
# that fork and wait (nsenter, unshare): the process to remember is their child.
launch() {
  local name=$1 wrappers=$2 pid child program
  shift 2
  ! alive "$name" || return 0
  mkdir -p "$log" "$run"
  # Remembered from its first moment, so that not even our own SIGKILL leaves a process that nobody knows.
  (pid=$BASHPID && remember "$name" "$pid" - && let_go && exec setsid "$@") >>"$log/$name.log" 2>&1 </dev/null &
  pid=$!
  for _ in {1..200}; do
    child=$pid
    for ((i = 0; i < wrappers; i++)); do
      child=$(ps -o pid= --ppid "${child:-0}" | tr -d ' ') || true
    done
    # Until it has executed its own program it is still a copy of what started it.
    program=$(readlink "/proc/${child:-none}/exe") || true
    case $program in
      */bash | */setsid | */nsenter | */unshare | */env | '') ;;
      *) remember "$name" "$child" "$program" && return 0 ;;
    esac
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.02
  done
  last_words "$name"
  fail "$name ended at once; its log is $log/$name.log"
}
