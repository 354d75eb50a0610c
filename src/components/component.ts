import type { MachinePart, Origin } from '../machine/model.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';

/** What a component may look at when it says what it adds to a node. */
export interface ComponentInput {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly secrets: Secrets;
}

/** A thing that runs: one file that says what it adds to a machine. Pure. */
export interface Component {
  readonly name: string;
  contribute(input: ComponentInput): MachinePart;
}

/** The origin of what `component` adds to `node`. */
export function originOf(component: string, node: ClusterNode): Origin {
  return { component, path: node.path };
}
