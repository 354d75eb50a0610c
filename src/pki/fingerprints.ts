import { createHash, createPublicKey } from 'node:crypto';
import type { Secrets } from './secrets.ts';

/**
 * A fingerprint per secret, to recognise it without showing it: the first 16 hex digits of the SHA-256
 * of the certificate, of the public key, or of the value (all of which have at least 128 random bits).
 */
export function fingerprintSecrets(secrets: Secrets): Record<string, string> {
  const publicKey = createPublicKey(secrets.serviceAccountKey).export({
    type: 'spki',
    format: 'der',
  });
  const rows: [string, string | Uint8Array][] = [
    ...Object.entries(secrets.cas).map(([name, pair]) => row(`ca/${name}`, pair.certificate)),
    ['service-account-key', publicKey],
    ['encryption-key', secrets.encryptionKey],
    ['bootstrap-token', secrets.bootstrapToken],
    ...Object.entries(secrets.certificates).map(([id, pair]) =>
      row(`certificate/${id}`, pair.certificate),
    ),
  ];
  return Object.fromEntries(
    rows.map(([name, value]) => [
      name,
      createHash('sha256').update(`${name}\n`).update(value).digest('hex').slice(0, 16),
    ]),
  );
}

function row(name: string, value: string): [string, string] {
  return [name, value];
}
