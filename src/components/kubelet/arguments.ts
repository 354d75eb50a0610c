import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { mergeFlags } from '../extra-args.ts';
import { splitLabels } from './labels.ts';
import { kubeletPaths } from './paths.ts';

/** The kubelet's arguments: only what its configuration file cannot say, then the profile's. */
export function kubeletArguments(cluster: Cluster, node: ClusterNode): string[] {
  const { own } = splitLabels(node.labels);
  const flags = {
    config: kubeletPaths.config,
    kubeconfig: kubeletPaths.kubeconfig,
    ...(node.roles.includes('controller')
      ? {}
      : { 'bootstrap-kubeconfig': kubeletPaths.bootstrap }),
    'cert-dir': kubeletPaths.certificates,
    'node-ip': node.address,
    ...(own.length === 0
      ? {}
      : { 'node-labels': own.map(([key, value]) => `${key}=${value}`).join(',') }),
  };
  return mergeFlags(
    'kubelet',
    cluster.version,
    flags,
    cluster.profile.kubernetes.kubelet.extraArgs,
  );
}
