import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { runsKubelet } from '../../plan/links/runs-kubelet.ts';
import { runtimeUnit } from '../../plan/versions.ts';

/** The units of the programs that a node is for; what prepares a boot comes before them. */
export function programUnits(
  { version }: Pick<Cluster, 'version'>,
  node: Pick<ClusterNode, 'roles'>,
): string[] {
  return [
    ...(runsKubelet(node) ? [runtimeUnit(version), 'kubelet.service'] : []),
    ...(node.roles.includes('etcd') ? ['etcd.service'] : []),
    ...(node.roles.includes('frontend') ? ['haproxy.service'] : []),
  ];
}
