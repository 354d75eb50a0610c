import { nodesWithRole } from '../plan/cluster.ts';
import type { RoleName } from '../profile/schema/names.ts';
import type { Lint } from './lint.ts';

/**
 * Nothing that others depend on is there once. A cluster of one machine is meant to be one. Reports
 * intent/single-controller, intent/single-etcd and intent/single-frontend.
 */
export const lintRedundancy: Lint = (cluster, diagnostics) => {
  const only = (role: RoleName) => {
    const nodes = nodesWithRole(cluster, role);
    return nodes.length === 1 ? nodes[0] : undefined;
  };
  const controllers = nodesWithRole(cluster, 'controller').length;
  const found = [
    ['intent/single-controller', cluster.nodes.length > 1 ? only('controller') : undefined],
    ['intent/single-etcd', controllers > 1 ? only('etcd') : undefined],
    ['intent/single-frontend', controllers > 1 ? only('frontend') : undefined],
  ] as const;
  for (const [code, node] of found) {
    if (node === undefined) continue;
    diagnostics.report(code, [...node.path, 'roles'], { machine: node.name });
  }
};
