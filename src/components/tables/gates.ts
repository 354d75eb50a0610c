import { isInVersion, rowAt, type VersionRow } from '../../plan/version-rows.ts';
import table from '../data/gates.json' with { type: 'json' };

/** A feature gate of one version (component-base/featuregate). A locked one takes its default only. */
export interface Gate {
  readonly stage: string;
  readonly default: boolean;
  readonly locked?: boolean;
}

const gates: Readonly<Record<string, VersionRow<Gate>>> = table;

/** The gate over all versions of the tables. */
export function gateRow(name: string): VersionRow<Gate> | undefined {
  return Object.hasOwn(gates, name) ? gates[name] : undefined;
}

/** The gate as the programs of that version have it. */
export function gateAt(version: string, name: string): Gate | undefined {
  return rowAt<Gate>(gateRow(name), version);
}

/** The names of all gates of that version, sorted. */
export function gateNames(version: string): string[] {
  return Object.keys(gates).filter((name) => isInVersion(gates[name] ?? {}, version));
}
