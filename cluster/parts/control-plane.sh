# The control plane: etcd, API server, controller manager, scheduler. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh

start_etcd() {
  mkdir -p "$state/etcd"
  chmod 700 "$state/etcd"
  # Without fsync: what it holds is given up anyway when the machine goes down.
  launch_in_box etcd "$bin/etcd" --name "$node_name" --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster "$node_name=http://127.0.0.1:2380"
}

start_apiserver() {
  local flags=(
    --etcd-servers=http://127.0.0.1:2379
    --bind-address="$node_address" --advertise-address="$node_address" --secure-port=6443
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt"
    --service-account-issuer=https://kubernetes.default.svc
    --service-account-key-file="$pki/service-account.key" --service-account-signing-key-file="$pki/service-account.key"
    --service-cluster-ip-range="$service_cidr"
    "--authorization-mode=Node,RBAC" --enable-admission-plugins=NodeRestriction --allow-privileged=true
    # The node's name is in no DNS: without this `kubectl logs` and `exec` look it up.
    --kubelet-preferred-address-types=InternalIP
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key"
    # The aggregation layer, for the metrics API.
    --enable-aggregator-routing=true
    --requestheader-client-ca-file="$pki/ca.crt" --requestheader-allowed-names=front-proxy
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group
    --requestheader-extra-headers-prefix=X-Remote-Extra-
    --proxy-client-cert-file="$pki/front-proxy.crt" --proxy-client-key-file="$pki/front-proxy.key"
    --audit-policy-file="$here/config/audit.yaml" --audit-log-path="$log/audit.log"
    --audit-log-maxsize=200 --audit-log-maxbackup=1
    --event-ttl=1h
  )
  launch_in_box kube-apiserver "$bin/kube-apiserver" "${flags[@]}"
}

await_apiserver() {
  for _ in {1..300}; do
    [[ $(kubectl get --raw /readyz 2>/dev/null) != ok ]] || return 0
    alive kube-apiserver || break
    sleep 0.1
  done
  last_words kube-apiserver
  fail "the API server is not ready; its log is $log/kube-apiserver.log"
}

start_controllers() {
  launch_in_box kube-controller-manager "$bin/kube-controller-manager" --kubeconfig="$pki/kube-controller-manager.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials \
    --service-account-private-key-file="$pki/service-account.key" --root-ca-file="$pki/ca.crt" \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" \
    --allocate-node-cidrs --cluster-cidr="$pod_cidr" --service-cluster-ip-range="$service_cidr" \
    --horizontal-pod-autoscaler-sync-period=5s --kube-api-qps=200 --kube-api-burst=400
  launch_in_box kube-scheduler "$bin/kube-scheduler" --kubeconfig="$pki/kube-scheduler.kubeconfig" --bind-address=127.0.0.1 \
    --leader-elect=false
}
