import { type Secrets, serializeSecrets } from '../index.ts';
import { isSealed, readIdentities, seal, unseal } from './age.ts';
import { withLock } from './lock.ts';
import { readSecretsFile, writeSecretsFile } from './secrets-file.ts';
import { WorldError } from './world-error.ts';

/** The secrets file as it was found. */
export interface Store {
  readonly path: string;
  /** As it lies on the disk; undefined when there is none yet. */
  readonly raw: string | undefined;
  /** Decrypted. */
  readonly text: string | undefined;
  readonly sealed: boolean;
}

/** Reads the secrets file, decrypting it with the identities of `identityFile` or the environment. */
export async function openStore(path: string, identityFile?: string): Promise<Store> {
  const raw = readSecretsFile(path);
  if (raw === undefined || !isSealed(raw)) return { path, raw, text: raw, sealed: false };
  const text = await unseal(path, raw, readIdentities(identityFile));
  return { path, raw, text, sealed: true };
}

/**
 * What to write in place of the store: plain text, or encrypted to the recipients that the secrets name when the
 * store is. The plain text of an encrypted store is never written.
 */
export async function storeText(
  { path, sealed }: Pick<Store, 'path' | 'sealed'>,
  secrets: Secrets,
): Promise<string> {
  const text = serializeSecrets(secrets);
  if (!sealed) return text;
  if (secrets.recipients === undefined) {
    throw new WorldError(
      `${path} is encrypted but does not say to whom: run clusterseed secrets encrypt with every --recipient first`,
    );
  }
  return await seal(text, secrets.recipients);
}

/**
 * Puts `text` in place of the store, durably and whole, while no other clusterseed writes it. Throws a WorldError,
 * and writes nothing, when somebody has changed it since it was read.
 */
export function saveStore({ path, raw }: Pick<Store, 'path' | 'raw'>, text: string): void {
  withLock(`${path}.lock`, () => writeSecretsFile(path, text, raw));
}
