import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { errorCode, toWorldError, WorldError } from './world-error.ts';

/**
 * Runs `work` while this process alone holds the lock file, so that two builds at once never mix.
 * A lock whose process is gone is taken over, by one of those who find it only.
 */
export function withLock<Result>(path: string, work: () => Result): Result {
  if (!acquire(path)) takeOver(path);
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

/**
 * Creates the lock with its holder inside in one step, so that it is never seen empty, whenever its maker dies: a
 * symbolic link whose target is no file but the holder.
 */
function acquire(path: string): boolean {
  try {
    symlinkSync(holderText(process.pid), path);
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw toWorldError(`cannot create ${path}`, cause);
  }
}

/** The takeover has a lock of its own, or two could each remove the other's fresh lock. */
function takeOver(path: string): void {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') throw busy(path, undefined, guard);
    throw toWorldError(`cannot create ${guard}`, cause);
  }
  try {
    removeStale(path);
    if (!acquire(path)) throw busy(path, readLock(path));
  } finally {
    rmdirSync(guard);
  }
}

/**
 * Nobody else removes a lock that its holder has left by dying. Read again after the holder was found dead, since
 * it could have given the lock away before that.
 */
function removeStale(path: string): void {
  const holder = readLock(path);
  if (holder === undefined) return;
  if (isHeld(holder) || readLock(path) !== holder) throw busy(path, holder);
  rmSync(path, { force: true });
}

function busy(path: string, holder: string | undefined, ...others: readonly string[]): WorldError {
  const pid = holder?.split(' ')[0] || 'unknown';
  return new WorldError(
    `another clusterseed (process ${pid}) is at work here; if that is not so, remove ${[path, ...others].join(' and ')}`,
  );
}

/** The holder in the lock; one of an older clusterseed is a file. */
function readLock(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

/** A process by number and start: numbers are used again. */
function holderText(pid: number): string {
  return [pid, startOf(pid)].join(' ').trim();
}

function isHeld(text: string): boolean {
  const [number = '', start] = text.split(' ');
  const pid = Number(number);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  return isAlive(pid) && (start === undefined || start === startOf(pid));
}

/** When the process started, in ticks since boot (proc(5), /proc/PID/stat, field 22); empty where that is not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (cause) {
    if (errorCode(cause) !== undefined) return '';
    throw cause;
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
