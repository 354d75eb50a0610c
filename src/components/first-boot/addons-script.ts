import { has, readyPath } from '../../plan/versions.ts';

/**
 * The script for the kubectl and the API server of a version. A kubectl without server-side apply merges by itself
 * what was last applied, with what is there: two controllers that do so at once may have to try again.
 */
export function addonsScriptFor(version: string): string {
  const serverSide = has(version, 'server-side apply');
  const dryRun = has(version, 'kubectl client dry run') ? '--dry-run=client' : '--dry-run';
  return withoutCache(version, addonsScript)
    .replaceAll('/readyz', readyPath(version))
    .replaceAll('--dry-run=client', dryRun)
    .replaceAll(
      'apply --server-side --force-conflicts --field-manager=clusterseed',
      serverSide ? 'apply --server-side --force-conflicts --field-manager=clusterseed' : 'apply',
    );
}

/** The labels script for the kubectl of a version. */
export function labelsScriptFor(version: string): string {
  return withoutCache(version, labelsScript);
}

/** A kubectl that has no flag for its cache keeps it below HOME, which units do not have. */
function withoutCache(version: string, script: string): string {
  if (has(version, 'kubectl cache directory')) return script;
  return script
    .replaceAll(' --cache-dir "$run/kubectl-cache"', '')
    .replaceAll('run=$3\n', 'run=$3\nexport HOME="$run"\n');
}

/**
 * Applies the addons. Arguments: kubeconfig, directory of manifests, run directory, address of the API server. Every
 * controller runs it; server-side apply with one field manager makes that harmless. The ConfigMap
 * kube-system/clusterseed-addons remembers the hash of what was applied, so that a later boot, or the next controller,
 * asks and does no more.
 */
export const addonsScript = String.raw`#!/bin/sh
# Applies the manifests; all controllers may do so at once.
set -u
kubeconfig=$1
manifests=$2
run=$3
mkdir -p "$run/detail"

say() {
  echo "$*" | tee "$run/detail/addons"
}

kube() {
  kubectl --kubeconfig "$kubeconfig" --cache-dir "$run/kubectl-cache" --request-timeout=120s "$@"
}

apply() {
  kube apply --server-side --force-conflicts --field-manager=clusterseed -f "$1"
}

remember() {
  kube create configmap clusterseed-addons --namespace kube-system "--from-literal=sha256=$wanted" \
    --dry-run=client -o yaml | apply -
}

# A kubectl costs a hundred times as much as a curl, and most of the time nobody answers.
until problem=$({ curl -s --cacert /etc/kubernetes/pki/ca.crt --noproxy '*' -m 15 -o /dev/null "$4" ||
  ! command -v curl >/dev/null; } && kube get --raw=/readyz 2>&1); do
  say "waiting for the API server: $problem"
  sleep 5
done
wanted=$(cat "$manifests"/*.yaml | sha256sum | cut -c 1-64)
pause=2
while :; do
  applied=$(kube get configmap clusterseed-addons --namespace kube-system --ignore-not-found \
    -o 'jsonpath={.data.sha256}' 2>/dev/null)
  [ "$applied" = "$wanted" ] && break
  say 'applying'
  if problem=$(apply "$manifests" 2>&1) && problem=$(remember 2>&1); then break; fi
  printf '%s\n' "$problem"
  say "next try in $pause s: $(printf '%s\n' "$problem" | tail -n 1)"
  sleep "$pause"
  pause=$((pause * 2))
  [ "$pause" -le 60 ] || pause=60
done
say 'all applied'
`;

/**
 * Labels nodes as they join: a kubelet may not give itself node-role labels (NodeRestriction). Arguments:
 * kubeconfig, list, run directory. A line of the list is a label and the selector of the nodes that lack it.
 */
export const labelsScript = String.raw`#!/bin/sh
# Labels nodes as they join; slows down to one look in ten minutes.
set -u
kubeconfig=$1
list=$2
run=$3
pause=15
while :; do
  while read -r label selector; do
    kubectl --kubeconfig "$kubeconfig" --cache-dir "$run/kubectl-cache" --request-timeout=60s \
      label --overwrite nodes --selector "$selector" "$label" </dev/null
  done <"$list"
  sleep "$pause"
  pause=$((pause * 2))
  [ "$pause" -le 600 ] || pause=600
done
`;
