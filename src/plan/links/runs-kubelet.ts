import type { ClusterNode } from '../cluster.ts';

/** Whether the node runs a kubelet, and with it pods: controllers and workers do. */
export function runsKubelet({ roles }: Pick<ClusterNode, 'roles'>): boolean {
  return roles.includes('controller') || roles.includes('worker');
}
