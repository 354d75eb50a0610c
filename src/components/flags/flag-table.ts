import { isInVersion, rowAt, type VersionRow } from '../../plan/version-rows.ts';
import table from '../data/flags.json' with { type: 'json' };

/** Programs whose flags are known. */
export type Program = keyof typeof table;

/** One flag of one version: its pflag type, its default as pflag prints it. */
export interface FlagDefinition {
  readonly type: string;
  readonly default: string;
  /** What the program itself says to that, or true when it says no more than that there is a file for it. */
  readonly deprecated?: string | boolean;
}

/** A flag over all versions (src/plan/version-rows.ts). */
export type FlagRow = VersionRow<FlagDefinition>;

/** Every program of the table. */
export const programs: readonly Program[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
  'etcd',
];

/**
 * The flag (name without dashes) over all versions. The table was taken from the programs of 1.7 and 1.33 to 1.37
 * (scripts/version-table) and the sources of etcd 3.5 to 3.7 (scripts/etcd-flags.ts).
 */
export function flagRow(program: Program, flag: string): FlagRow | undefined {
  const flags: Readonly<Record<string, FlagRow>> = table[program];
  return Object.hasOwn(flags, flag) ? flags[flag] : undefined;
}

/** The flag as that version of the program has it; undefined when it does not. */
export function flagDefinition(
  program: Program,
  version: string,
  flag: string,
): FlagDefinition | undefined {
  return rowAt<FlagDefinition>(flagRow(program, flag), version);
}

/** Whether that version of the program has the flag. */
export function hasFlag(program: Program, version: string, flag: string): boolean {
  const found = flagRow(program, flag);
  return found !== undefined && isInVersion(found, version);
}

/** The names of all flags that the program has in that version, sorted. */
export function flagNames(program: Program, version: string): string[] {
  return Object.entries<FlagRow>(table[program])
    .filter(([, row]) => isInVersion(row, version))
    .map(([name]) => name);
}
