import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, toWorldError, WorldError } from './world-error.ts';

/**
 * Makes a folder and those above it that are missing, with the mode (under the umask). `recursive` of Node's own
 * mkdir never returns where a folder that is there takes no new one, as below /proc or in a working directory that was
 * removed. Throws a WorldError.
 */
export function makeFolder(path: string, mode = 0o755): void {
  try {
    make(path, mode);
  } catch (cause) {
    throw toWorldError(`cannot make ${path}`, cause);
  }
}

function make(path: string, mode: number): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) make(above, mode);
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ENOENT') {
      const where = above === '.' ? 'the working directory' : above;
      throw new WorldError(`cannot make ${path}: ${where} takes no new folder; was it removed?`);
    }
    if (code !== 'EEXIST') throw cause;
    // Another process may have been faster.
    if (!isFolder(path)) throw new WorldError(`${path} is in the way: it is no folder`);
  }
}

/** Whether a folder, or a link to one, is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
