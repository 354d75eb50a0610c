import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errorCode, toWorldError, WorldError } from '../output/world-error.ts';
import { writeWhole } from '../output/write-whole.ts';

/** The administrator's token in `path`; made there (0600) when there is none yet. */
export function readAdminToken(path: string): { readonly token: string; readonly made: boolean } {
  const token = readText(path)?.trim();
  if (token === undefined) {
    const fresh = randomBytes(32).toString('base64url');
    writeWhole(path, Buffer.from(`${fresh}\n`), { mode: 0o600, exclusive: true, durable: true });
    return { token: fresh, made: true };
  }
  if (token.length >= 20 && !/\s/.test(token)) return { token, made: false };
  throw new WorldError(`${path} holds no token: one line of at least 20 characters is needed`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw toWorldError(`cannot read ${path}`, cause);
  }
}
