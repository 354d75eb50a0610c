/**
 * How the members of etcd came to be. A store has it once a member has joined a cluster that ran; without it every
 * member is a founder.
 */
export interface EtcdMembership {
  /** Members that the cluster began with. One that was replaced since is in `joined` too. */
  readonly founders: readonly string[];
  /** Members that joined the running cluster, each with the members at that time, itself included; sorted. */
  readonly joined: Readonly<Record<string, readonly string[]>>;
}

/** What a member is told about the cluster at its first start (etcd: --initial-cluster-state, --initial-cluster). */
export interface InitialCluster {
  readonly state: 'new' | 'existing';
  readonly members: readonly string[];
}

/**
 * What the document of member `name` says. Founders name the founders, so that a member that joins changes no other
 * document; whoever joins names the members of that time, as etcd compares both lists (3.4 to 3.7, server/etcdserver/
 * api/membership, ValidateClusterAndAssignIDs). A member that the record does not know is never told `new`.
 */
export function initialClusterOf(
  membership: EtcdMembership | undefined,
  members: readonly string[],
  name: string,
): InitialCluster {
  if (membership === undefined) return { state: 'new', members };
  const { founders, joined } = membership;
  const known = joined[name];
  if (known === undefined && founders.includes(name)) {
    return { state: 'new', members: members.filter((member) => founders.includes(member)) };
  }
  const wanted = known ?? members;
  return { state: 'existing', members: members.filter((member) => wanted.includes(member)) };
}
