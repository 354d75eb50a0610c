import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { has } from '../../plan/versions.ts';
import { mergeFlags } from '../extra-args.ts';
import type { FlagSet } from '../flags/format-flags.ts';
import { configurationFlags } from './configuration-flags.ts';
import { splitLabels } from './labels.ts';
import { kubeletPaths } from './paths.ts';

/**
 * The kubelet's arguments: only what its configuration file cannot say, or everything where there is no such file,
 * then the profile's.
 */
export function kubeletArguments(cluster: Cluster, node: ClusterNode): string[] {
  const { version } = cluster;
  const { own } = splitLabels(node.labels);
  const flags: FlagSet = {
    config: has(version, 'kubelet configuration file') ? kubeletPaths.config : undefined,
    kubeconfig: kubeletPaths.kubeconfig,
    'require-kubeconfig': has(version, 'kubeconfig suffices') ? undefined : true,
    ...(node.roles.includes('controller')
      ? {}
      : { 'bootstrap-kubeconfig': kubeletPaths.bootstrap }),
    'cert-dir': kubeletPaths.certificates,
    'node-ip': node.address,
    ...(own.length === 0
      ? {}
      : { 'node-labels': own.map(([key, value]) => `${key}=${value}`).join(',') }),
    ...(has(version, 'kubelet configuration file') ? {} : configurationFlags(cluster, node)),
  };
  return mergeFlags('kubelet', version, flags, cluster.profile.kubernetes.kubelet.extraArgs);
}
