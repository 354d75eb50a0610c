import { compareMachines, isUnchanged, type MachineChange } from '../change/compare-machines.ts';
import { assembleMachine } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';

/** A node whose documents change, with what changes and what must restart there. */
export interface NodeChange extends MachineChange {
  readonly roles: ClusterNode['roles'];
}

/**
 * The nodes whose documents differ between two sets of secrets, in name order, a node at a time. Certificates that
 * `before` lacks count as they are in `after`.
 */
export function listNodeChanges(cluster: Cluster, before: Secrets, after: Secrets): NodeChange[] {
  const known = { ...before, certificates: { ...after.certificates, ...before.certificates } };
  return cluster.nodes
    .map((node) => {
      const compile = (secrets: Secrets) =>
        assembleMachine(cluster, node, secrets, createCollector());
      return { ...compareMachines(compile(known), compile(after)), roles: node.roles };
    })
    .filter((change) => !isUnchanged(change));
}
