#!/bin/sh
# Creates the virtual machines of icc: TEMPLATE=… NETWORK=… ./create-vms.sh
# govc is told by GOVC_URL and its other variables where to. Machines that run are left as they are.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${TEMPLATE_UBUNTU_24_04_AMD64:=${TEMPLATE:-}}" "${TEMPLATE_UBUNTU_24_04_AMD64:?template of ubuntu-24.04 amd64, or TEMPLATE for all}"
: "${NETWORK_10_240_0_0_24:=${NETWORK:-}}" "${NETWORK_10_240_0_0_24:?port group with 10.240.0.0/24, or NETWORK for all}"
: "${NETWORK_141_22_10_0_24:=${NETWORK:-}}" "${NETWORK_141_22_10_0_24:?port group with 141.22.10.0/24, or NETWORK for all}"
: "${NETWORK_141_22_30_0_24:=${NETWORK:-}}" "${NETWORK_141_22_30_0_24:?port group with 141.22.30.0/24, or NETWORK for all}"

is() { case "$(govc vm.info "$1")" in *"$2"*) true ;; *) false ;; esac; }
give() {
  name=$1
  shift
  for key; do
    set -- "$@" -f "${key%=*}=$here/$name/${key%=*}" -e "${key%=*}.encoding=${key##*=}"
    shift
  done
  govc vm.change -vm "$name" "$@"
}
machine() {
  name=$1 template=$2 network=$3 mac=$4
  shift 4
  if is "$name" poweredOn; then return; fi
  if ! is "$name" "$name"; then
    govc vm.clone -on=false -vm "$template" -net "$network" ${mac:+"-net.address=$mac"} "$name"
  fi
  give "$name" "$@"
  govc vm.power -on "$name"
}

machine icc-ctrl-1 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:07 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-ctrl-2 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:08 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-ctrl-3 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:09 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-etcd-1 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_30_0_24" 52:54:00:00:00:02 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-etcd-2 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_30_0_24" 52:54:00:00:00:03 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-etcd-3 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_30_0_24" 52:54:00:00:00:04 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-etcd-4 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_30_0_24" 52:54:00:00:00:05 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-etcd-5 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_30_0_24" 52:54:00:00:00:06 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-frontend-1 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_141_22_10_0_24" 52:54:00:00:00:01 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-worker-1 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:0a 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-worker-2 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:0b 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
machine icc-worker-3 "$TEMPLATE_UBUNTU_24_04_AMD64" "$NETWORK_10_240_0_0_24" 52:54:00:00:00:0c 'guestinfo.metadata=base64' 'guestinfo.userdata=gzip+base64'
