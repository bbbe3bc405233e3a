# Where everything is: folders, addresses and ports. Sourced by every entry point; makes nothing.
# shellcheck shell=bash disable=SC2034  # the names are read by those who source this file

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
checkout=$(dirname "$here")

# Kept by `down`: tools, images, base image.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dromedary
# The tools' folder is named after what they are built from, so a checkout never meets the tools of another version.
bin=$cache/bin/$(cat "$here"/modules/*/go.{mod,sum} "$here/pause.c" | sha256sum | cut -c1-12)

# Of this checkout: kubeconfig, logs, certificates, etcd's data, the node's files.
state=$checkout/build/cluster
log=$state/log
kubeconfig=$state/kubeconfig

# Of this machine: which processes are ours, and whose cluster holds the node. One cluster and one engine a machine.
run=/run/dromedary

# The node is a box (see README.md) at the far end of a cable: .1 is this machine's end, .2 the node's.
node_net=${DROMEDARY_NODE_NET:-10.97.0}
host_address=$node_net.1
node_address=$node_net.2
cable=dromedary0
node_name=dromedary
api=https://$node_address:6443
# Inside the box, so they collide with nothing on the machine.
service_cidr=10.96.0.0/16
dns_address=10.96.0.10
pod_cidr=10.244.0.0/16

registry_port=${DROMEDARY_REGISTRY_PORT:-5001}
registry=localhost:$registry_port

engine=$run/engine
engine_socket=unix://$engine/docker.sock
base_image=debian:bookworm-slim

# A proxy between us and our own node would be a detour at best.
export NO_PROXY="${NO_PROXY:+$NO_PROXY,}localhost,127.0.0.1,$node_address"
export no_proxy=$NO_PROXY

# What the cluster's processes know of the shell that starts them: no proxy, certificate or Go setting of it.
clean_env=(env -i "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "HOME=$HOME")

say() { printf 'cluster: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
as_root() { [[ $EUID -eq 0 ]] || fail "$(basename "$0") needs root: it makes namespaces, mounts and network devices"; }
kubectl() { "$bin/kubectl" --kubeconfig "$kubeconfig" "$@"; }
