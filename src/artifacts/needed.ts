import type { ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { containerRuntime, programRelease } from '../plan/versions.ts';
import type { ArtifactName } from './catalogue.ts';

/**
 * The programs that a node downloads. Flatcar and Fedora CoreOS bring containerd and runc themselves, Docker comes
 * as a package; etcd is always ours, so that its version is the plan's.
 */
export function neededArtifacts(
  node: Pick<ClusterNode, 'roles' | 'os'>,
  version: string,
): readonly ArtifactName[] {
  const controller = node.roles.includes('controller');
  const runsPods = controller || node.roles.includes('worker');
  const cri = containerRuntime(version) === 'containerd';
  const ownRuntime = runsPods && cri && !operatingSystem(node.os).shipsContainerd;
  return [
    ...(node.roles.includes('etcd') ? (['etcd'] as const) : []),
    ...(ownRuntime ? (['containerd', 'runc'] as const) : []),
    ...(runsPods ? (['cni-plugins'] as const) : []),
    ...(runsPods && cri ? (['crictl'] as const) : []),
    ...(runsPods ? programsOf(version, controller) : []),
  ];
}

function programsOf(version: string, controller: boolean): readonly ArtifactName[] {
  if (programRelease(version) === 'node archive') return ['kubernetes-node'];
  return controller ? ['kubelet', 'kubectl'] : ['kubelet'];
}
