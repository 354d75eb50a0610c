import { type Cluster, type Collector, nearest as nearestOf } from '../../index.ts';

/** Holds names of machines against the cluster. Raises pki/unknown-node; returns whether all are known. */
export function checkNodeNames(
  { nodes }: Pick<Cluster, 'nodes'>,
  wanted: readonly string[],
  diagnostics: Collector,
): boolean {
  const names = nodes.map(({ name }) => name);
  const unknown = wanted.filter((name) => !names.includes(name));
  for (const name of unknown) {
    const nearest = nearestOf(name, names);
    diagnostics.report('pki/unknown-node', [], { name, ...(nearest ? { nearest } : {}) });
  }
  return unknown.length === 0;
}
