#!/bin/sh
# Creates the servers of icc: IMAGE=… FLAVOR=… NETWORK=… CLIENTS=… ./create-servers.sh
# The openstack client must be signed in. What exists already is left as it is.
set -eu
cd "$(dirname "$0")"
: "${IMAGE_UBUNTU_24_04_AMD64:=${IMAGE:-}}" "${IMAGE_UBUNTU_24_04_AMD64:?image of ubuntu-24.04 amd64, or IMAGE for all}"
: "${FLAVOR_ICC_CONTROLLER:=${FLAVOR:-}}" "${FLAVOR_ICC_CONTROLLER:?flavor of icc-controller, or FLAVOR for all}"
: "${FLAVOR_ICC_ETCD:=${FLAVOR:-}}" "${FLAVOR_ICC_ETCD:?flavor of icc-etcd, or FLAVOR for all}"
: "${FLAVOR_ICC_FRONTEND:=${FLAVOR:-}}" "${FLAVOR_ICC_FRONTEND:?flavor of icc-frontend, or FLAVOR for all}"
: "${FLAVOR_ICC_WORKER:=${FLAVOR:-}}" "${FLAVOR_ICC_WORKER:?flavor of icc-worker, or FLAVOR for all}"
: "${NETWORK_10_240_0_0_24:=${NETWORK:-}}" "${NETWORK_10_240_0_0_24:?network with 10.240.0.0/24, or NETWORK for all}"
: "${NETWORK_141_22_10_0_24:=${NETWORK:-}}" "${NETWORK_141_22_10_0_24:?network with 141.22.10.0/24, or NETWORK for all}"
: "${NETWORK_141_22_30_0_24:=${NETWORK:-}}" "${NETWORK_141_22_30_0_24:?network with 141.22.30.0/24, or NETWORK for all}"
: "${CLIENTS:?network that may use the API, 0.0.0.0/0 for everybody}"

new=" "
missing() { ! openstack "$@" >/dev/null 2>&1; }
group() {
  if missing security group show "$1"; then
    openstack security group create "$1"
    new="$new$1 "
  fi
}
rule() {
  group=$1
  shift
  case "$new" in *" $group "*) openstack security group rule create --ingress "$@" "$group" ;; esac
}
server() {
  name=$1 image=$2 flavor=$3 document=$4
  shift 4
  if missing port show "$name"; then openstack port create "$@" "$name"; fi
  if missing server show "$name"; then
    openstack server create --image "$image" --flavor "$flavor" --port "$name" --user-data "$document" "$name"
  fi
}

group icc-controller
group icc-etcd
group icc-frontend
group icc-worker
rule icc-controller --ethertype IPv4 --protocol tcp --dst-port 6443 --description 'pods to kube-apiserver' --remote-group icc-controller
rule icc-controller --ethertype IPv4 --protocol tcp --dst-port 6443 --description 'haproxy to kube-apiserver' --remote-group icc-frontend
rule icc-controller --ethertype IPv4 --protocol tcp --dst-port 6443 --description 'pods to kube-apiserver' --remote-group icc-worker
rule icc-controller --ethertype IPv4 --protocol tcp --dst-port 10250 --description 'kube-apiserver to kubelet' --remote-group icc-controller
rule icc-controller --ethertype IPv4 --protocol udp --dst-port 8472 --description 'flannel to flannel' --remote-group icc-controller
rule icc-controller --ethertype IPv4 --protocol udp --dst-port 8472 --description 'flannel to flannel' --remote-group icc-worker
rule icc-etcd --ethertype IPv4 --protocol tcp --dst-port 2379 --description 'kube-apiserver to etcd' --remote-group icc-controller
rule icc-etcd --ethertype IPv4 --protocol tcp --dst-port 2380 --description 'etcd to etcd' --remote-group icc-etcd
rule icc-frontend --ethertype IPv4 --protocol tcp --dst-port 443 --description 'kubectl to haproxy' --remote-ip "$CLIENTS"
rule icc-frontend --ethertype IPv4 --protocol tcp --dst-port 443 --description 'kube-proxy to haproxy' --remote-group icc-controller
rule icc-frontend --ethertype IPv4 --protocol tcp --dst-port 443 --description 'kubelet to haproxy' --remote-group icc-worker
rule icc-worker --ethertype IPv4 --protocol tcp --dst-port 10250 --description 'kube-apiserver to kubelet' --remote-group icc-controller
rule icc-worker --ethertype IPv4 --protocol udp --dst-port 8472 --description 'flannel to flannel' --remote-group icc-controller
rule icc-worker --ethertype IPv4 --protocol udp --dst-port 8472 --description 'flannel to flannel' --remote-group icc-worker

server icc-ctrl-1 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_CONTROLLER" icc-ctrl-1/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.10' --security-group icc-controller --mac-address 52:54:00:00:00:07
server icc-ctrl-2 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_CONTROLLER" icc-ctrl-2/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.11' --security-group icc-controller --mac-address 52:54:00:00:00:08
server icc-ctrl-3 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_CONTROLLER" icc-ctrl-3/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.12' --security-group icc-controller --mac-address 52:54:00:00:00:09
server icc-etcd-1 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_ETCD" icc-etcd-1/user-data --network "$NETWORK_141_22_30_0_24" --fixed-ip 'ip-address=141.22.30.32' --security-group icc-etcd --mac-address 52:54:00:00:00:02
server icc-etcd-2 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_ETCD" icc-etcd-2/user-data --network "$NETWORK_141_22_30_0_24" --fixed-ip 'ip-address=141.22.30.33' --security-group icc-etcd --mac-address 52:54:00:00:00:03
server icc-etcd-3 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_ETCD" icc-etcd-3/user-data --network "$NETWORK_141_22_30_0_24" --fixed-ip 'ip-address=141.22.30.34' --security-group icc-etcd --mac-address 52:54:00:00:00:04
server icc-etcd-4 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_ETCD" icc-etcd-4/user-data --network "$NETWORK_141_22_30_0_24" --fixed-ip 'ip-address=141.22.30.35' --security-group icc-etcd --mac-address 52:54:00:00:00:05
server icc-etcd-5 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_ETCD" icc-etcd-5/user-data --network "$NETWORK_141_22_30_0_24" --fixed-ip 'ip-address=141.22.30.36' --security-group icc-etcd --mac-address 52:54:00:00:00:06
server icc-frontend-1 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_FRONTEND" icc-frontend-1/user-data --network "$NETWORK_141_22_10_0_24" --fixed-ip 'ip-address=141.22.10.222' --security-group icc-frontend --mac-address 52:54:00:00:00:01
server icc-worker-1 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_WORKER" icc-worker-1/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.20' --security-group icc-worker --mac-address 52:54:00:00:00:0a
server icc-worker-2 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_WORKER" icc-worker-2/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.21' --security-group icc-worker --mac-address 52:54:00:00:00:0b
server icc-worker-3 "$IMAGE_UBUNTU_24_04_AMD64" "$FLAVOR_ICC_WORKER" icc-worker-3/user-data --network "$NETWORK_10_240_0_0_24" --fixed-ip 'ip-address=10.240.0.22' --security-group icc-worker --mac-address 52:54:00:00:00:0c
