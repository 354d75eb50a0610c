import type { Machine, Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';
import type { Report } from '../machine/report.ts';
import type { UnitFacts } from '../machine/units.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Instant } from '../pki/validity.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import type { Places } from './places.ts';

/** What is proved: one node’s machine against the plan and the secrets. */
export interface WorldInput {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly machine: Machine;
  readonly secrets: Secrets;
  /** The clock; without one the ends of certificates are not looked at. */
  readonly now?: Instant;
}

/** The node as its own bytes tell it. */
export interface World extends WorldInput {
  readonly places: Places;
  readonly units: readonly UnitFacts[];
  readonly processes: readonly Process[];
  readonly report: Report;
}

/** How messages name who put something there. */
export function nameOf({ component }: Origin): string {
  return component;
}
