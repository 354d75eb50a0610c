import { lockPathOf, writeLock } from '../../../mirror/lock-file.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { openTerminal } from '../../terminal.ts';
import { planLock } from './plan-lock.ts';

/** Options of `lock` as commander gives them. */
export interface LockFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly quiet?: boolean;
}

/** `clusterseed lock PROFILE`: writes <profile>.lock.yaml, everything that any node may fetch. */
export async function runLock(profilePath: string, flags: LockFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const lock = await planLock({ profilePath, ...flags }, terminal);
  if (lock === undefined) return exitCodes.input;
  const path = lockPathOf(profilePath);
  writeLock(path, lock);
  terminal.note(`${path}: ${lock.files.length} files, ${lock.images.length} images`);
  return exitCodes.ok;
}
