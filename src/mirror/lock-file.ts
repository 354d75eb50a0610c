import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { errorCode, toWorldError, WorldError } from '../output/world-error.ts';
import { writeWhole } from '../output/write-whole.ts';
import { toYaml } from '../text/yaml.ts';
import { type Lock, lockSchema } from './lock.ts';

/** Where the lock of a profile lies: `icc.yaml` → `icc.lock.yaml` beside it. */
export function lockPathOf(profilePath: string): string {
  return profilePath.replace(/(\.ya?ml)?$/, '.lock.yaml');
}

/** Writes the lock whole. */
export function writeLock(path: string, lock: Lock): void {
  writeWhole(path, Buffer.from(toYaml(lock)), { mode: 0o644 });
}

/** Reads a lock. A WorldError when there is none, or when it is none. */
export function readLock(path: string): Lock {
  const result = lockSchema.safeParse(parseText(path));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new WorldError(`${path} is no lock: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parseText(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') {
      throw new WorldError(`there is no ${path}: run clusterseed lock first`, { cause });
    }
    if (errorCode(cause) !== undefined) throw toWorldError(`cannot read ${path}`, cause);
    throw new WorldError(`${path} is no YAML`, { cause });
  }
}
