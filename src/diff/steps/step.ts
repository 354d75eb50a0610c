import type { Cluster } from '../../plan/cluster.ts';
import type { BuildDiff, NodeDiff } from '../node-diff.ts';
import type { EtcdRoster } from './etcd-roster.ts';

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
  /** The later cluster, when it is known. */
  readonly cluster: Cluster | undefined;
  /** The profile that is yet to be built. */
  readonly profilePath?: string;
  readonly roster: EtcdRoster;
}

/** The command that builds, with members of etcd that come back empty. */
export function buildCommand(profilePath: string, replace: readonly string[]): string {
  const flags = replace.length === 0 ? '' : ` --replace ${replace.join(' ')}`;
  return `clusterseed build ${profilePath}${flags}`;
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
