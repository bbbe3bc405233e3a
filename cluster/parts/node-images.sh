# The images that the node runs before any registry is asked: pause, CoreDNS, metrics-server, each one static program and nothing else. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh
#
# The archive has the form that `docker save` writes (manifest.json, one config and one layer an image), so `ctr images import` takes it.

# Named after this file too: another form of archive is another archive.
node_images=$bin/node-images-$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-8).tar

build_pause() {
  [[ ! -x $bin/pause ]] || return 0
  gcc -static -Os -Wall -s -o "$bin/pause.new" "$here/pause.c"
  mv "$bin/pause.new" "$bin/pause"
}

pack_node_images() {
  [[ ! -s $node_images ]] || return 0
  say "packing the images of pause, CoreDNS and metrics-server"
  local work program arch manifest=""
  case $(uname -m) in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  work=$(mktemp -d "$bin/.images.XXXXXX")
  for program in pause coredns metrics-server; do
    tar -C "$bin" --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$work/$program.tar" "$program"
    cat >"$work/$program.json" <<END
{"architecture": "$arch", "os": "linux", "config": {"Entrypoint": ["/$program"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum "$work/$program.tar" | cut -d' ' -f1)"]}}
END
    manifest+="${manifest:+,}{\"Config\": \"$program.json\", \"RepoTags\": [\"localhost/$program:1\"], \"Layers\": [\"$program.tar\"]}"
  done
  echo "[$manifest]" >"$work/manifest.json"
  tar -C "$work" -cf "$node_images.new" manifest.json {pause,coredns,metrics-server}.{json,tar}
  mv "$node_images.new" "$node_images"
  rm -rf "$work"
}

import_node_images() {
  [[ $(in_box ctr -n k8s.io images ls -q | grep -c '^localhost/[a-z-]*:1$') -lt 3 ]] || return 0
  in_box ctr -n k8s.io images import "$node_images" >"$log/import.log" || fail "the node's images were not imported: see $log/import.log"
}
