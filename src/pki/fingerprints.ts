import { createHash, createPublicKey } from 'node:crypto';
import { caNames } from '../plan/link.ts';
import { nameOfCa, type RotatableName, type RotationStage, rotatableNames } from './rotation.ts';
import type { CaPair, Secrets } from './secrets.ts';

/**
 * A fingerprint per secret, to recognise it without showing it: the first 16 hex digits of the SHA-256
 * of the certificate, of the public key, or of the value (all of which have at least 128 random bits).
 */
export function fingerprintSecrets(secrets: Secrets): Record<string, string> {
  return Object.fromEntries([
    ...caNames.map((ca) => [nameOfCa(ca), fingerprint(nameOfCa(ca), secrets.cas[ca])]),
    row('service-account-key', secrets.serviceAccountKey),
    row('encryption-key', secrets.encryptionKey),
    row('bootstrap-token', secrets.bootstrapToken),
    ...Object.entries(secrets.certificates).map(([id, pair]) => [
      `certificate/${id}`,
      hash(`certificate/${id}`, pair.certificate),
    ]),
  ]);
}

/** How far a rotation has come, with the fingerprint of the generation that is not in use. */
export interface RotationMark {
  readonly stage: RotationStage;
  readonly other: string;
}

/** The rotations under way, as manifests keep them; undefined when there are none. */
export function fingerprintRotations({
  rotations,
}: Pick<Secrets, 'rotations'>): Partial<Record<RotatableName, RotationMark>> | undefined {
  const rows = rotatableNames.flatMap((name) => {
    const rotation = rotations?.[name];
    if (rotation === undefined) return [];
    const { stage, other } = rotation;
    return [[name, { stage, other: fingerprint(name, other) }] as const];
  });
  return rows.length === 0 ? undefined : Object.fromEntries(rows);
}

function row(name: RotatableName, value: string): [string, string] {
  return [name, fingerprint(name, value)];
}

function fingerprint(name: RotatableName, value: CaPair | string): string {
  if (typeof value !== 'string') return hash(name, value.certificate);
  if (name !== 'service-account-key') return hash(name, value);
  return hash(name, createPublicKey(value).export({ type: 'spki', format: 'der' }));
}

function hash(name: string, value: string | Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(value).digest('hex').slice(0, 16);
}
