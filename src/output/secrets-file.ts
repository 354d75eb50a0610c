import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isBinary } from './age.ts';
import { errorCode, toWorldError, WorldError } from './world-error.ts';
import { writeWhole } from './write-whole.ts';

/** Where the secrets of a profile lie: `icc.yaml` → `icc.secrets.yaml` beside it. */
export function secretsPathOf(profilePath: string): string {
  return profilePath.replace(/(\.ya?ml)?$/, '.secrets.yaml');
}

/**
 * The text of the secrets file, or undefined when there is none yet. A binary age file is given as a text of its
 * bytes (latin1).
 */
export function readSecretsFile(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    const latin = bytes.toString('latin1');
    const text = isBinary(latin) ? latin : bytes.toString('utf8');
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) {
      throw new WorldError(
        `${path} can be read by others (mode ${(mode & 0o777).toString(8)}): run chmod 600 ${path}`,
      );
    }
    return text;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

/** Removes what killed runs have left: only whoever holds the lock writes, so none of it is in use. */
function removeLeftovers(path: string): void {
  const directory = dirname(path);
  const start = `.${basename(path)}.`;
  try {
    const names = readdirSync(directory).filter((name) => name.startsWith(start));
    for (const name of names.filter((each) => /^\d+\.tmp$/.test(each.slice(start.length)))) {
      rmSync(join(directory, name), { force: true });
    }
  } catch (cause) {
    throw toWorldError(`cannot write to ${directory}`, cause);
  }
}

/**
 * Stores the secrets with mode 0600, durably. `before` is the text that was read: when the file
 * has changed since, nothing is written and a WorldError says so.
 */
export function writeSecretsFile(path: string, text: string, before: string | undefined): void {
  removeLeftovers(path);
  if (readSecretsFile(path) !== before) {
    throw new WorldError(`${path} was changed by somebody else meanwhile: run it again`);
  }
  writeWhole(path, new TextEncoder().encode(text), {
    mode: 0o600,
    exclusive: before === undefined,
    durable: true,
  });
}
