import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { nodesWithRole } from '../../plan/cluster.ts';
import { runsKubelet } from '../../plan/links/runs-kubelet.ts';
import { controlPlaneRole } from '../../plan/versions.ts';
import { splitLabels } from '../kubelet/labels.ts';

const worker = 'node-role.kubernetes.io/worker';
const hostname = 'kubernetes.io/hostname';

/**
 * Lines `label selector` for labels.sh: the selector means the nodes that lack the label. Workers are all that are
 * not dedicated controllers, so that the list does not grow with the cluster and nodes that join later count too.
 */
export function nodeLabelLines(cluster: Pick<Cluster, 'version' | 'nodes'>): string[] {
  const controlPlane = `node-role.kubernetes.io/${controlPlaneRole(cluster.version)}`;
  const controllers = nodesWithRole(cluster, 'controller');
  const dedicated = controllers.filter(({ roles }) => !roles.includes('worker'));
  const apart = dedicated.length === 0 ? '' : `,${hostname} notin (${namesOf(dedicated)})`;
  return [
    `${controlPlane}= !${controlPlane},${hostname} in (${namesOf(controllers)})`,
    `${worker}= !${worker}${apart}`,
    ...privilegedLines(cluster),
  ];
}

/** Labels of the profile that a kubelet may not set, grouped by label. */
function privilegedLines({ nodes }: Pick<Cluster, 'nodes'>): string[] {
  const wanted = new Map<string, ClusterNode[]>();
  for (const node of nodes.filter(runsKubelet)) {
    for (const [key, value] of splitLabels(node.labels).privileged) {
      const label = `${key}=${value}`;
      wanted.set(label, [...(wanted.get(label) ?? []), node]);
    }
  }
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, holders]) => {
      const [key = '', value = ''] = label.split('=');
      return `${label} ${key}!=${value},${hostname} in (${namesOf(holders)})`;
    });
}

function namesOf(nodes: readonly ClusterNode[]): string {
  return nodes.map(({ name }) => name).join(',');
}
