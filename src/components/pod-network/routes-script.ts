/**
 * Routes to the pod networks of all other nodes, and masquerading for what leaves the pod network. Arguments:
 * batch for ip(8), iptables or ip6tables, own pod network, whole pod network. All of it can be done again.
 */
export const routesScript = `#!/bin/sh
# Sets the routes to the other nodes' pods and hides pods from the world outside.
set -u
batch=$1
tables=$2
own=$3
all=$4

rule() {
  table=$1
  chain=$2
  shift 2
  "$tables" -w -t "$table" -C "$chain" "$@" 2>/dev/null || "$tables" -w -t "$table" -A "$chain" "$@"
}

ip -force -batch "$batch"
routed=$?
rule nat POSTROUTING -s "$own" ! -d "$all" -m comment --comment clusterseed -j MASQUERADE &&
  rule filter FORWARD -s "$all" -m comment --comment clusterseed -j ACCEPT &&
  rule filter FORWARD -d "$all" -m comment --comment clusterseed -j ACCEPT || exit 1
exit "$routed"
`;
