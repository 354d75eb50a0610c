import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toWorldError } from './world-error.ts';

interface WriteOptions {
  readonly mode: number;
  /** Fails with EEXIST instead of replacing a file that is there. */
  readonly exclusive?: boolean;
  /** Waits until the disk has it: for what cannot be made again. */
  readonly durable?: boolean;
}

/**
 * Writes a file whole or not at all: into a temporary neighbour with the final mode, then renamed.
 * A failure or a kill at any moment leaves the old file, or none, untouched.
 */
export function writeWhole(path: string, bytes: Uint8Array, options: WriteOptions): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const descriptor = openSync(temporary, 'w', options.mode);
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      if (options.durable) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (options.exclusive) linkSync(temporary, path);
    else renameSync(temporary, path);
    if (options.durable) syncDirectory(dirname(path));
  } catch (cause) {
    throw toWorldError(`cannot write ${path}`, cause);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
