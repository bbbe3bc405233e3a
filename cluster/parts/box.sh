# The box: the namespaces (processes, mounts, network) that the node lives in. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh
#
# Everything of the node that would otherwise be spread over this machine (kubelet's mounts, pods' network namespaces, veths, cni0,
# iptables rules, containerd's shims) exists only in the box. When its first process ends, by `down` or by anyone's SIGKILL, the kernel
# ends every process in it and takes the rest away. Outside there remain one cable, four iptables rules and a few settings.

# Folders that node programs have hard-coded; in the box each is one of $state/node, outside it is (at most) an empty folder.
box_folders=(/var/lib/kubelet /var/lib/containerd /var/lib/cni /var/log/pods /var/log/containers)
# Settings of the whole machine that the node changes: forwarding for the pods' way out, the others by the kubelet.
box_settings=(net.ipv4.ip_forward vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes)
box_cgroup=/dromedary

in_box() { # command…: runs it in the box, with a clean environment, and waits
  nsenter --target "$(pid_of box)" --mount --net --pid -- "${clean_env[@]}" "$@"
}

launch_in_box() { # name command…
  local name=$1
  shift
  launch "$name" 1 nsenter --target "$(pid_of box)" --mount --net --pid -- "${clean_env[@]}" "$@"
}

make_box() {
  if alive box; then
    ip link show "$cable" >/dev/null 2>&1 || connect_box
    return
  fi
  say "making the node's box"
  remember_settings
  local folder
  for folder in "${box_folders[@]}"; do
    mkdir -p "$folder" "$state/node/$(basename "$folder")"
  done
  resolv_conf >"$state/node/resolv.conf"
  for folder in $(cgroup_roots); do
    mkdir -p "$folder$box_cgroup"
  done
  launch box 1 unshare --mount --propagation private --pid --fork --kill-child --net --mount-proc -- \
    "${clean_env[@]}" "$here/parts/furnish" "$state/node" "$bin/pause" "${box_folders[@]}"
  connect_box
}

resolv_conf() { # the name servers that the box can reach: a resolver on this machine's loopback is not among them
  if grep -q '^nameserver 127\.' /etc/resolv.conf && [[ -s /run/systemd/resolve/resolv.conf ]]; then
    cat /run/systemd/resolve/resolv.conf
  else
    cat /etc/resolv.conf
  fi
}

# Where cgroups are: each hierarchy of version 1 and, mixed with it or alone, the one of version 2.
cgroup_roots() {
  awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts
}

remember_settings() {
  [[ ! -e $run/settings ]] || return 0
  { echo "# $boot"; sysctl -e "${box_settings[@]}"; } >"$run/settings.new"
  mv "$run/settings.new" "$run/settings"
}

restore_settings() {
  # Those of an earlier boot went with it.
  if grep -qs "$boot" "$run/settings"; then
    sysctl -q -p "$run/settings" || say "not all settings could be put back: $(paste -sd' ' "$run/settings")"
  fi
  rm -f "$run/settings"
}

outside_rule() { # table chain rule…; -I and not -A: a Docker daemon's or a firewall's own rules may end in DROP
  local table=$1
  shift
  iptables -w 10 -t "$table" -I "$@" -m comment --comment dromedary
}

connect_box() {
  local box
  box=$(pid_of box)
  disconnect_box
  [[ -z $(ip -4 route show "$node_net.0/30") ]] || fail "$node_net.0/30 is in use here: set DROMEDARY_NODE_NET to another net's first three numbers"
  ip link add "$cable" type veth peer name eth0 netns "$box"
  ip addr add "$host_address/30" dev "$cable"
  ip link set "$cable" up
  nsenter --target "$box" --net -- sh -ec "ip link set lo up
    ip addr add $node_address/30 dev eth0
    ip link set eth0 up
    ip route add default via $host_address"
  sysctl -qw net.ipv4.ip_forward=1
  # Bridged packets pass iptables, without which a Service does not answer a pod of its own node. Some kernels load that on demand.
  modprobe br_netfilter 2>/dev/null || true
  nsenter --target "$box" --net -- sysctl -qe -w net.bridge.bridge-nf-call-iptables=1 net.ipv4.ip_forward=1
  outside_rule nat POSTROUTING -s "$node_address/32" ! -o "$cable" -j MASQUERADE
  outside_rule filter FORWARD -i "$cable" -j ACCEPT
  outside_rule filter FORWARD -o "$cable" -j ACCEPT
  outside_rule filter INPUT -i "$cable" -j ACCEPT
}

disconnect_box() {
  local table rule
  ip link delete "$cable" 2>/dev/null || true
  # By their comment, for they may be those of a cluster that was started with another address.
  for table in nat filter; do
    while read -ra rule; do
      iptables -w 10 -t "$table" "${rule[@]}"
    done < <(iptables-save -t "$table" 2>/dev/null | sed -n '/ --comment dromedary /s/^-A/-D/p')
  done
}

remove_box() {
  stop box
  disconnect_box
  local folder
  for folder in $(cgroup_roots); do
    remove_cgroups "$folder$box_cgroup"
  done
  for folder in "${box_folders[@]}"; do
    rmdir "$folder" 2>/dev/null || true
  done
  restore_settings
}

# The kernel lets go of a cgroup a moment after the last process in it.
remove_cgroups() {
  [[ -d $1 ]] || return 0
  for _ in {1..100}; do
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [[ -d $1 ]] || return 0
    sleep 0.05
  done
  say "the cgroup $1 is still in use"
}
