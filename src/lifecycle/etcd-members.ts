import type { Collector } from '../diagnostics/collector.ts';
import type { EtcdMembership } from '../pki/etcd-members.ts';
import type { Secrets } from '../pki/secrets.ts';
import { type Cluster, nodesWithRole } from '../plan/cluster.ts';
import { certificateId } from '../plan/links/link-input.ts';

/** What decides which members of etcd found the cluster and which join it. */
export interface MembershipInput {
  readonly cluster: Cluster;
  /** The store as it was before this build; undefined before the first. */
  readonly before: Secrets | undefined;
  /** The members that the last build had documents for, when that is known. */
  readonly handedOut: readonly string[] | undefined;
  /** Machines that come back empty. */
  readonly replace: readonly string[];
  /** The person says that no machine was ever booted. */
  readonly neverRan: boolean;
  /** The secrets file, for messages. */
  readonly file: string;
  readonly diagnostics: Pick<Collector, 'report'>;
}

/** Members that leave and join a running cluster, in the order in which they do. */
export interface Joining {
  /** Members that have the data and stay. */
  readonly running: readonly string[];
  /** Members that the profile no longer has. */
  readonly removed: readonly string[];
  readonly replaced: readonly string[];
  readonly added: readonly string[];
}

/** The record that the store gets, and who joins or leaves with this build. */
export interface SettledMembership {
  readonly etcd: EtcdMembership | undefined;
  readonly joining: Joining | undefined;
}

/**
 * Decides which members are told to found the cluster. Whoever was part of an earlier build is; a member that is
 * replaced, or that the earlier build did not have, joins; one that left is forgotten, so that it can only come back
 * by joining. Raises replace/single-member, replace/quorum-lost,
 * replace/no-member-left and, when the person overrides it, replace/taken-as-new.
 */
export function settleMembership(input: MembershipInput): SettledMembership {
  const { before, neverRan, file, diagnostics } = input;
  if (before === undefined) return { etcd: undefined, joining: undefined };
  if (neverRan) {
    diagnostics.report('replace/taken-as-new', [], { file });
    return { etcd: undefined, joining: undefined };
  }
  const joining = listJoining(input, before);
  const { running, removed, replaced, added } = joining;
  if (removed.length + replaced.length + added.length === 0) {
    return { etcd: before.etcd, joining: undefined };
  }
  if (!keepsQuorum(joining, diagnostics)) return { etcd: before.etcd, joining: undefined };
  const founders = before.etcd?.founders ?? [...running, ...replaced].sort();
  const gone = [...added, ...removed];
  const joined = Object.fromEntries(
    Object.entries(before.etcd?.joined ?? {}).filter(([name]) => !gone.includes(name)),
  );
  const names = [...running];
  for (const name of [...replaced, ...added]) {
    names.push(name);
    joined[name] = names.toSorted();
  }
  const kept = founders.filter((name) => !gone.includes(name));
  return { etcd: { founders: kept, joined }, joining };
}

function listJoining({ cluster, handedOut, replace }: MembershipInput, before: Secrets): Joining {
  const members = nodesWithRole(cluster, 'etcd').map(({ name }) => name);
  const record = before.etcd;
  const isKnown = (name: string) =>
    handedOut?.includes(name) !== false &&
    (record === undefined
      ? certificateId('etcd-peer', name) in before.certificates
      : name in record.joined || record.founders.includes(name));
  return {
    running: members.filter((name) => isKnown(name) && !replace.includes(name)),
    removed: (handedOut ?? []).filter((name) => !members.includes(name)).toSorted(),
    replaced: members.filter((name) => isKnown(name) && replace.includes(name)),
    added: members.filter((name) => !isKnown(name)),
  };
}

function keepsQuorum(
  { running, replaced, added }: Joining,
  diagnostics: Pick<Collector, 'report'>,
): boolean {
  const left = running.length;
  const members = left + replaced.length;
  const quorum = Math.floor(members / 2) + 1;
  const [first] = replaced;
  if (members === 0) diagnostics.report('replace/no-member-left', [], { names: added });
  else if (members === 1 && first !== undefined) {
    diagnostics.report('replace/single-member', [], { name: first });
  } else if (left < quorum) {
    diagnostics.report('replace/quorum-lost', [], { names: replaced, members, left, quorum });
  } else return true;
  return false;
}
