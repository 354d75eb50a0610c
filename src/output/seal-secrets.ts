import { serializeSecrets } from '../index.ts';
import { seal } from './age.ts';
import type { OpenOptions } from './open-profile.ts';
import { type Planned, withSecrets } from './plan-secrets.ts';
import { saveStore } from './store.ts';

/** What became of the store. */
export interface Sealing {
  readonly secretsPath: string;
  readonly recipients: readonly string[];
}

/**
 * Encrypts the store in its place to these age recipients, or, when none is given, to those that it names. They are
 * kept inside, so that a build that completes the secrets encrypts to the same ones.
 */
export async function encryptSecrets(
  options: OpenOptions,
  given: readonly string[],
): Promise<Planned<Sealing>> {
  return await withSecrets(options, async ({ secrets, store, profile }) => {
    const recipients = given.length > 0 ? [...new Set(given)] : (secrets.recipients ?? []);
    if (recipients.length === 0) {
      profile.diagnostics.report('output/no-recipient', [], { file: store.path });
      return undefined;
    }
    const text = await seal(serializeSecrets({ ...secrets, recipients }), recipients);
    saveStore(store, text);
    return { secretsPath: store.path, recipients };
  });
}

/** Replaces the encrypted store by its plain text (0600); the recipients stay named in it. */
export async function decryptSecrets(options: OpenOptions): Promise<Planned<Sealing>> {
  return await withSecrets(options, async ({ secrets, store }) => {
    if (store.sealed) saveStore(store, serializeSecrets(secrets));
    return { secretsPath: store.path, recipients: secrets.recipients ?? [] };
  });
}
