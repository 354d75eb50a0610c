import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { errorCode, toWorldError, WorldError } from './world-error.ts';

/**
 * Runs `work` while this process alone holds the lock file, so that two builds at once never mix.
 * A lock whose process is gone is taken over.
 */
export function withLock<Result>(path: string, work: () => Result): Result {
  acquire(path, true);
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string, mayTakeOver: boolean): void {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw toWorldError(`cannot create ${path}`, cause);
    const holder = Number(readFileSync(path, 'utf8'));
    if (!mayTakeOver || holder === 0 || isAlive(holder)) {
      throw new WorldError(
        `another clusterseed (process ${holder || 'unknown'}) is at work here; if that is not so, remove ${path}`,
      );
    }
    rmSync(path, { force: true });
    acquire(path, false);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return errorCode(cause) === 'EPERM';
  }
}
