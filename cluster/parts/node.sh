# The node: containerd, kubelet, kube-proxy, and the pods' network. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh

node_config=$state/config

write_node_config() {
  mkdir -p "$node_config/cni" "$node_config/certs.d/$registry" "$node_config/certs.d/$node_address:$registry_port"
  cat >"$node_config/cni/10-dromedary.conflist" <<END
{"cniVersion": "0.4.0", "name": "dromedary", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "${pod_cidr%/*}/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
END
  # restrict_oom_score_adj: without CAP_SYS_RESOURCE each sandbox would fail ("can't get final child's PID from pipe: EOF").
  cat >"$node_config/containerd.toml" <<END
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$node_config/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$node_config/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
END
  # The registry as the node sees it, under both of its names.
  local name
  for name in "$registry" "$node_address:$registry_port"; do
    printf '[host."http://%s:%s"]\n  capabilities = ["pull", "resolve"]\n' "$node_address" "$registry_port" \
      >"$node_config/certs.d/$name/hosts.toml"
  done
  cat >"$node_config/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_address
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$pki/ca.crt"}}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet-server.crt
tlsPrivateKeyFile: $pki/kubelet-server.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: $box_cgroup
failCgroupV1: false
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: [$dns_address]
resolvConf: $state/node/resolv.conf
serializeImagePulls: false
# The machine's disk is not ours to judge: no image is collected, and pods are evicted only when it is as good as full.
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: "1%", imagefs.available: "1%"}
END
  cat >"$node_config/kube-proxy.yaml" <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: $pod_cidr
clientConnection: {kubeconfig: "$pki/kube-proxy.kubeconfig"}
hostnameOverride: $node_name
metricsBindAddress: 127.0.0.1:10249
healthzBindAddress: 127.0.0.1:10256
# The box may not write these settings; zero leaves them alone.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}

start_containerd() {
  launch_in_box containerd containerd --config "$node_config/containerd.toml"
  for _ in {1..200}; do
    ! in_box ctr --timeout 1s version >/dev/null 2>&1 || return 0
    alive containerd || break
    sleep 0.1
  done
  last_words containerd
  fail "containerd does not answer; its log is $log/containerd.log"
}

start_kubelet() {
  launch_in_box kubelet "$bin/kubelet" --config="$node_config/kubelet.yaml" --kubeconfig="$pki/kubelet.kubeconfig" \
    --hostname-override="$node_name" --node-ip="$node_address"
  launch_in_box kube-proxy "$bin/kube-proxy" --config="$node_config/kube-proxy.yaml"
}
