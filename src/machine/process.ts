import type { Origin } from './model.ts';

/** A part of the node that a container sees, and where. */
export interface Mount {
  readonly hostPath: string;
  readonly mountPath: string;
  readonly type: string;
  readonly readOnly: boolean;
}

/** A program that the node runs, as its unit or manifest says it. */
export interface Process {
  /** The program’s file name: `etcd`, `kube-apiserver`. */
  readonly program: string;
  /** How messages name it: `etcd.service`, `static pod kube-apiserver`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly user: string;
  readonly groups: readonly string[];
  /** Root with all its capabilities: modes and owners do not stop it. */
  readonly mayAll: boolean;
  /** What it sees of the node; undefined when it sees all. */
  readonly mounts?: readonly Mount[];
  /** Directories that its unit makes read-only for it. */
  readonly sealed: readonly string[];
  readonly from: Origin;
}

/** The flags of a command line: `--name=value`, `--name value`, `-name`. */
export function readFlags(args: readonly string[]): Map<string, string[]> {
  const flags = new Map<string, string[]>();
  for (const [index, arg] of args.entries()) {
    const [, name, value] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) continue;
    const next = args[index + 1];
    const given = value ?? (next === undefined || next.startsWith('-') ? 'true' : next);
    flags.set(name, [...(flags.get(name) ?? []), given]);
  }
  return flags;
}

/** The last value of a flag. */
export function flagOf({ flags }: Pick<Process, 'flags'>, name: string): string | undefined {
  return flags.get(name)?.at(-1);
}

/** The comma-separated values of a flag. */
export function flagList({ flags }: Pick<Process, 'flags'>, name: string): string[] {
  return (flags.get(name) ?? []).flatMap((value) => value.split(',')).filter(Boolean);
}
