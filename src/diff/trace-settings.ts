import { compareMachines } from '../change/compare-machines.ts';
import { assembleMachine } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { Machine } from '../machine/model.ts';
import { unitDirectory } from '../machine/places.ts';
import { listCertificates } from '../pki/certificates.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import { planCluster } from '../plan/plan-cluster.ts';
import type { Profile } from '../profile/schema/profile.ts';

/** A profile as it might have been, with the files beside it. */
export interface Variant {
  readonly profile: Profile;
  readonly sources: ReadonlyMap<string, string>;
}

/** Where everything that is no file of a node is told: users, network, packages. */
export const elsewhere = '(users, network, packages)';

/**
 * What of each node would be another if the profile were the variant: paths of files and units, and `elsewhere`. A
 * certificate counts when another one would be asked for. A node that the variant has not differs in everything. Undefined
 * when the variant is no cluster.
 */
export function traceVariant(
  cluster: Cluster,
  secrets: Secrets,
  variant: Variant,
): ((machine: Machine) => ReadonlySet<string> | 'all') | undefined {
  const other = attempt(() => planCluster(variant.profile, variant.sources, createCollector()));
  if (other === undefined) return undefined;
  const known = secretsFor(other, cluster, secrets);
  return (machine) => {
    const node = other.nodes.find(({ name }) => name === machine.name);
    const was = node && attempt(() => assembleMachine(other, node, known, createCollector()));
    return was === undefined ? 'all' : differencesOf(was, machine);
  };
}

function differencesOf(before: Machine, after: Machine): ReadonlySet<string> {
  const { files, units, others } = compareMachines(before, after);
  return new Set([
    ...files,
    ...units.map((unit) => `${unitDirectory}/${unit}`),
    ...(others ? [elsewhere] : []),
  ]);
}

/** The secrets, with another certificate wherever the variant asks for another one. */
function secretsFor(other: Cluster, cluster: Cluster, secrets: Secrets): Secrets {
  const wanted = new Map(listCertificates(cluster).map((each) => [each.id, markOf(each)]));
  const changed = listCertificates(other)
    .filter((each) => wanted.get(each.id) !== markOf(each))
    .map(({ id }) => [id, { certificate: 'another', key: 'another' }] as const);
  return {
    ...secrets,
    certificates: { ...secrets.certificates, ...Object.fromEntries(changed) },
  };
}

function markOf({ from: _from, ...request }: ReturnType<typeof listCertificates>[number]): string {
  return JSON.stringify(request);
}

/** Parts of two profiles may not fit together: then the variant tells nothing. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
