import { readFileSync, statSync } from 'node:fs';
import { errorCode, toWorldError, WorldError } from './world-error.ts';
import { writeWhole } from './write-whole.ts';

/** Where the secrets of a profile lie: `icc.yaml` → `icc.secrets.yaml` beside it. */
export function secretsPathOf(profilePath: string): string {
  return profilePath.replace(/(\.ya?ml)?$/, '.secrets.yaml');
}

/** The text of the secrets file, or undefined when there is none yet. */
export function readSecretsFile(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
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

/**
 * Stores the secrets with mode 0600, durably. `before` is the text that was read: when the file
 * has changed since, nothing is written and a WorldError says so.
 */
export function writeSecretsFile(path: string, text: string, before: string | undefined): void {
  if (readSecretsFile(path) !== before) {
    throw new WorldError(`${path} was changed by somebody else meanwhile: run the build again`);
  }
  writeWhole(path, new TextEncoder().encode(text), {
    mode: 0o600,
    exclusive: before === undefined,
    durable: true,
  });
}
