# Whose cluster the machine holds: one at a time, whichever checkout started it. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh

# What a cluster consists of, in the order it is started. The box holds all but the registry of this machine.
components=(registry registry-node etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy)

# One `up` or `down` at a time on this machine; the lock goes with the script.
lock() {
  mkdir -p "$run"
  exec 9>"$run/lock"
  flock -n 9 || { say "waiting for another up or down on this machine"; flock 9; }
}

owner() { # → the state folder of the cluster that was started last, empty when it was stopped
  [[ ! -e $run/owner ]] || cat "$run/owner"
}

# Refuses to touch a living cluster of another checkout, unless that checkout is gone.
respect_owner() {
  local other
  other=$(owner)
  [[ -n $other && $other != "$state" ]] && alive box || return 0
  if [[ ! -d $other ]]; then
    say "clearing away the cluster of $other, a folder that is gone"
    return 0
  fi
  fail "this machine runs the cluster of $other: stop that one first (its own cluster/down, or cluster/down --any here)"
}

# Everything of a cluster, whoever's and however much of it there is; the caches stay, and the logs for who wants to know why.
remove_cluster() {
  local name files
  files=$(owner)
  remove_box
  for name in "${components[@]}"; do
    stop "$name"
  done
  for files in "$state" "${files:-$state}"; do
    [[ $files == */build/cluster ]] || continue
    rm -rf "$files"/{kubeconfig,kubeconfig.new,pki,etcd,config,node}
  done
  rm -f "$run/owner" "$run/complete"
}
