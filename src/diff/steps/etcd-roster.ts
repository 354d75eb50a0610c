import type { Build } from '../build.ts';
import type { BuildDiff } from '../node-diff.ts';
import { rolesOf } from '../roles-of.ts';

/** Members of etcd on both sides of a comparison. */
export interface EtcdRoster {
  /** On both sides, with data that stays. */
  readonly kept: readonly string[];
  /** On both sides, and to be booted anew: their data goes. */
  readonly replaced: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Which members of etcd stay, come back empty, join and leave. */
export function compareRosters(diff: BuildDiff, before: Build, after: Build): EtcdRoster {
  const [old, now] = [before, after].map(membersIn) as [string[], string[]];
  const anew = new Set(
    diff.nodes.flatMap(({ node, verdict }) => (verdict?.action === 'replace' ? [node] : [])),
  );
  const both = now.filter((name) => old.includes(name));
  return {
    kept: both.filter((name) => !anew.has(name)),
    replaced: both.filter((name) => anew.has(name)),
    added: now.filter((name) => !old.includes(name)),
    removed: old.filter((name) => !now.includes(name)),
  };
}

/** In the order of the profile, as far as it is known: that in which members join. */
function membersIn(build: Build): string[] {
  const planned = (build.source?.cluster.nodes ?? []).map(({ name }) => name);
  const names = new Set([
    ...planned.filter((name) => build.nodes.has(name)),
    ...build.nodes.keys(),
  ]);
  return [...names].filter((name) =>
    rolesOf(name, build, () => {
      const node = build.nodes.get(name);
      if (node === undefined) throw new Error(`the build has no ${name}`);
      return node.read(node.formats[0] ?? 'cloud-init');
    }).includes('etcd'),
  );
}
