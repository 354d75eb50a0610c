import type { ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import type { ArtifactName } from './catalogue.ts';

/**
 * The programs that a node downloads. Flatcar and Fedora CoreOS bring containerd and runc themselves; etcd is
 * always ours, so that its version is the plan's.
 */
export function neededArtifacts(node: Pick<ClusterNode, 'roles' | 'os'>): readonly ArtifactName[] {
  const controller = node.roles.includes('controller');
  const runsPods = controller || node.roles.includes('worker');
  const ownRuntime = runsPods && !operatingSystem(node.os).shipsContainerd;
  return [
    ...(node.roles.includes('etcd') ? (['etcd'] as const) : []),
    ...(ownRuntime ? (['containerd', 'runc'] as const) : []),
    ...(runsPods ? (['cni-plugins', 'crictl', 'kubelet'] as const) : []),
    ...(controller ? (['kubectl'] as const) : []),
  ];
}
