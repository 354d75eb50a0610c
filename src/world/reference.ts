import type { Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';

/** What a program wants of a path: `create` makes it by itself, with what is above it. */
export type Need = 'file' | 'directory' | 'any' | 'write' | 'socket' | 'create';

/** A path that a process names. */
export interface Reference {
  readonly path: string;
  readonly need: Need;
  readonly process: Process;
  /** Where it is named: `--etcd-cafile`, `client-key of /etc/kubernetes/scheduler.conf`. */
  readonly by: string;
  /** Whose doing it is. */
  readonly from: Origin;
}
