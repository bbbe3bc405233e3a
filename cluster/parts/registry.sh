# The image registry, in two processes over one folder. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh
#
# An engine pushes to localhost:<port> of this machine, without TLS because it is localhost; the box has a localhost of its own and reaches
# only addresses on the cable. So one process listens here on loopback, and one in the box on the node's address, where pods may push too.

registry_files=$cache/registry

start_registry() {
  mkdir -p "$registry_files" "$state/config"
  registry_config "127.0.0.1:$registry_port" >"$state/config/registry.yaml"
  registry_config "$node_address:$registry_port" >"$state/config/registry-node.yaml"
  if ! alive registry; then
    collect_garbage
    [[ -z $(ss -Hltn "sport = :$registry_port") ]] ||
      fail "port $registry_port is taken ($(ss -Hltnp "sport = :$registry_port" | head -1)): free it, or set DROMEDARY_REGISTRY_PORT"
  fi
  launch registry 0 "${clean_env[@]}" docker-registry serve "$state/config/registry.yaml"
  launch_in_box registry-node docker-registry serve "$state/config/registry-node.yaml"
}

# Each push of a changed image leaves the layers of the one before.
collect_garbage() {
  (($(du -sm "$registry_files" | cut -f1) > 4000)) || return 0
  say "clearing replaced images out of the registry"
  docker-registry garbage-collect --delete-untagged "$state/config/registry.yaml" >"$log/registry-garbage.log" 2>&1 || true
}

registry_config() { # address
  cat <<END
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: "$registry_files"}
  delete: {enabled: true}
http: {addr: "$1", relativeurls: true}
END
}
