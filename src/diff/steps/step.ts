import type { BuildDiff, NodeDiff } from '../node-diff.ts';

/** One thing to do, and the commands for it. */
export interface Step {
  readonly text: string;
  readonly commands: readonly string[];
}

/** What steps are made from. */
export interface StepContext {
  readonly diff: BuildDiff;
  /** kubectl with the administrator's kubeconfig. */
  readonly kubectl: string;
  /** `out/<cluster>`, where the documents lie. */
  readonly directory: string;
  /** Address of a node, when it is known. */
  addressOf(node: string): string | undefined;
  /** Nodes in both builds with the role `etcd`. */
  readonly members: readonly string[];
}

/** The nodes of a comparison with a role that are added, removed, to be replaced, or changed in their place. */
export function nodesTo(
  { diff }: Pick<StepContext, 'diff'>,
  role: NodeDiff['roles'][number],
  what: 'add' | 'remove' | 'replace' | 'change',
): NodeDiff[] {
  return diff.nodes.filter((node) => firstRole(node) === role && whatOf(node) === what);
}

/** A node is rolled out with its first role in this order. */
const ranks = ['etcd', 'controller', 'frontend', 'worker'] as const;

function firstRole({ roles }: NodeDiff): NodeDiff['roles'][number] | undefined {
  return ranks.find((role) => roles.includes(role));
}

function whatOf({ change, verdict }: NodeDiff): 'add' | 'remove' | 'replace' | 'change' {
  if (change === 'added') return 'add';
  if (change === 'removed') return 'remove';
  return verdict?.action === 'replace' ? 'replace' : 'change';
}
