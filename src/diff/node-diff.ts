import type { Verdict } from '../change/judge-change.ts';
import type { RoleName } from '../profile/schema/names.ts';
import type { Setting } from './settings.ts';

/** A file of a node that differs; a unit counts as its file. */
export interface FileDiff {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Units and static pods that read it. */
  readonly readers: readonly string[];
  /** Mode and owner, when they differ: `0644 root:root`. */
  readonly access?: readonly [before: string, after: string];
  /** Hunks of a unified diff; absent for what is secret or no text. */
  readonly lines?: readonly string[];
  /** What stands for the content of a secret: first 16 hex digits of its SHA-256. */
  readonly fingerprints?: { readonly before?: string; readonly after?: string };
  /** The settings that caused it, as indexes into those of the whole comparison. */
  readonly causes: readonly number[];
}

/** A node of one or both builds. */
export interface NodeDiff {
  readonly node: string;
  readonly roles: readonly RoleName[];
  readonly change: 'added' | 'changed' | 'removed';
  /** Of a changed node. */
  readonly verdict?: Verdict;
  readonly files: readonly FileDiff[];
  /** As for files: what caused anything of it. */
  readonly causes: readonly number[];
}

/** Two builds compared by meaning. */
export interface BuildDiff {
  readonly cluster: string;
  readonly before: string;
  readonly after: string;
  /** Nodes that differ, by name. */
  readonly nodes: readonly NodeDiff[];
  readonly unchanged: number;
  /** What differs in the profile; absent when one of the profiles is not known. */
  readonly settings?: readonly Setting[];
  /** Names of secrets that are other ones or new. */
  readonly secrets: { readonly changed: readonly string[]; readonly added: readonly string[] };
}
