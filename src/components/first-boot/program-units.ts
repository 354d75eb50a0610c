import type { ClusterNode } from '../../plan/cluster.ts';
import { runsKubelet } from '../../plan/links/runs-kubelet.ts';

/** The units of the programs that a node is for; what prepares a boot comes before them. */
export function programUnits(node: Pick<ClusterNode, 'roles'>): string[] {
  return [
    ...(runsKubelet(node) ? ['containerd.service', 'kubelet.service'] : []),
    ...(node.roles.includes('etcd') ? ['etcd.service'] : []),
    ...(node.roles.includes('frontend') ? ['haproxy.service'] : []),
  ];
}
