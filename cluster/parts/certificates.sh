# Certificates and kubeconfigs, made anew for each cluster. Sourced.
# shellcheck shell=bash disable=SC2154  # the places are named in places.sh

pki=$state/pki

certificate() { # name subject extensions
  local kind=(ec -pkeyopt ec_paramgen_curve:P-256)
  # Java clients read an elliptic curve's key only with a library that few have.
  [[ $1 != admin ]] || kind=(rsa:2048)
  openssl req -new -newkey "${kind[@]}" -nodes -keyout "$pki/$1.key" -subj "$2" -out "$pki/$1.csr" 2>/dev/null
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 365 -out "$pki/$1.crt" \
    -extfile <(printf '%b\n' "$3") 2>/dev/null
  rm "$pki/$1.csr"
}

make_certificates() {
  [[ ! -e $pki/complete ]] || return 0
  say "making certificates"
  local client=extendedKeyUsage=clientAuth server=extendedKeyUsage=serverAuth service=DNS:kubernetes who
  rm -rf "$pki"
  mkdir -p "$pki"
  chmod 700 "$pki"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$pki/ca.key" -out "$pki/ca.crt" -days 365 \
    -subj /CN=dromedary-cluster 2>/dev/null
  openssl ecparam -name prime256v1 -genkey -noout -out "$pki/service-account.key"
  certificate apiserver /CN=kube-apiserver "$server\nsubjectAltName=IP:$node_address,IP:${service_cidr%.*}.1,DNS:localhost,\
$service,$service.default,$service.default.svc,$service.default.svc.cluster.local"
  certificate kubelet-server "/CN=$node_name" "$server\nsubjectAltName=IP:$node_address,DNS:$node_name"
  certificate front-proxy /CN=front-proxy "$client"
  certificate admin /O=system:masters/CN=admin "$client"
  certificate kubelet "/O=system:nodes/CN=system:node:$node_name" "$client"
  for who in kube-controller-manager kube-scheduler kube-proxy; do
    certificate "$who" "/CN=system:$who" "$client"
  done
  for who in kubelet kube-controller-manager kube-scheduler kube-proxy; do
    kubeconfig_of "$who" >"$pki/$who.kubeconfig"
  done
  kubeconfig_of admin >"$kubeconfig.new"
  chmod 600 "$kubeconfig.new"
  mv "$kubeconfig.new" "$kubeconfig"
  touch "$pki/complete"
}

kubeconfig_of() { # certificate's name
  cat <<END
apiVersion: v1
kind: Config
clusters:
- name: dromedary
  cluster: {server: "$api", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}
users:
- name: $1
  user: {client-certificate-data: $(base64 -w0 "$pki/$1.crt"), client-key-data: $(base64 -w0 "$pki/$1.key")}
contexts:
- name: dromedary
  context: {cluster: dromedary, user: $1}
current-context: dromedary
END
}
