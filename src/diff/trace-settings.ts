import { listDifferences } from '../change/compare-machines.ts';
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

/** A cluster as it is, with what its certificates ask for. */
export interface Original {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly marks: ReadonlyMap<string, string>;
}

/** What variants of a cluster are held against. */
export function originalOf(cluster: Cluster, secrets: Secrets): Original {
  return { cluster, secrets, marks: certificateMarks(cluster) };
}

/** The machines of a variant; of a node that it has not, or whose parts do not fit together, undefined. */
type VariantMachines = (name: string, only?: string) => Machine | undefined;

/**
 * The machines that the variant would make, by name and, if asked, of one component alone. A certificate is another one
 * where another one would be asked for. Undefined when the variant is no cluster.
 */
export function compileVariant(
  { cluster, secrets, marks }: Original,
  variant: Variant,
): VariantMachines | undefined {
  const other = attempt(() => planCluster(variant.profile, variant.sources, createCollector()));
  if (other === undefined) return undefined;
  let known: Secrets | undefined;
  return (machine, only) => {
    const node = other.nodes.find(({ name }) => name === machine);
    if (node === undefined) return undefined;
    known ??= secretsFor(other, { cluster, secrets, marks });
    const all = known;
    return attempt(() => assembleMachine(other, node, all, createCollector(), only));
  };
}

/**
 * What of each node would be another if the profile were the variant: paths of files and units, and `elsewhere`. A node
 * that the variant has not differs in everything. Undefined when the variant is no cluster.
 */
export function traceVariant(
  original: Original,
  variant: Variant,
): ((machine: Machine) => ReadonlySet<string> | 'all') | undefined {
  const machines = compileVariant(original, variant);
  return (
    machines &&
    ((machine) => {
      const was = machines(machine.name);
      return was === undefined ? 'all' : differencesOf(was, machine);
    })
  );
}

function differencesOf(before: Machine, after: Machine): ReadonlySet<string> {
  const { files, units, others } = listDifferences(before, after);
  return new Set([
    ...files,
    ...units.map((unit) => `${unitDirectory}/${unit}`),
    ...(others ? [elsewhere] : []),
  ]);
}

/** The secrets, with another certificate wherever the variant asks for another one. */
function secretsFor(other: Cluster, { secrets, marks }: Original): Secrets {
  const changed = [...certificateMarks(other)]
    .filter(([id, mark]) => marks.get(id) !== mark)
    .map(([id]) => [id, { certificate: 'another', key: 'another' }] as const);
  return {
    ...secrets,
    certificates: { ...secrets.certificates, ...Object.fromEntries(changed) },
  };
}

function certificateMarks(cluster: Cluster): Map<string, string> {
  return new Map(listCertificates(cluster).map((each) => [each.id, markOf(each)]));
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
