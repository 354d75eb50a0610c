import { isAtLeast, minorOf } from '../../plan/versions.ts';
import table from '../data/flags.json' with { type: 'json' };

/** Programs whose flags are known. */
export type Program = keyof typeof table;

/** One flag: its pflag type, its default as pflag prints it, and the minors that have it. */
export interface FlagDefinition {
  readonly type: string;
  readonly default: string;
  readonly deprecated?: boolean;
  /** First and last minor of the program with this flag; absent: as far as the table reaches. */
  readonly since?: string;
  readonly until?: string;
}

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
 * The definition of a flag (name without dashes), whichever version it belongs to. The table was taken from the
 * Kubernetes 1.36 programs and the sources of etcd 3.5 to 3.7 (scripts/flag-tables.ts).
 */
export function flagDefinition(program: Program, flag: string): FlagDefinition | undefined {
  const flags: Readonly<Record<string, FlagDefinition>> = table[program];
  return Object.hasOwn(flags, flag) ? flags[flag] : undefined;
}

/** Whether that version of the program has the flag. */
export function hasFlag(program: Program, version: string, flag: string): boolean {
  const found = flagDefinition(program, flag);
  return found !== undefined && isInVersion(found, version);
}

/** The names of all flags that the program has in that version, sorted. */
export function flagNames(program: Program, version: string): string[] {
  return Object.entries<FlagDefinition>(table[program])
    .filter(([, definition]) => isInVersion(definition, version))
    .map(([name]) => name);
}

function isInVersion({ since, until }: FlagDefinition, version: string): boolean {
  if (since !== undefined && !isAtLeast(version, since)) return false;
  return until === undefined || minorOf(version) === until || !isAtLeast(version, until);
}
