import { randomBytes } from 'node:crypto';
import type { Cluster } from '../../plan/cluster.ts';
import type { CaName } from '../../plan/link.ts';
import type { RotatableName } from '../rotation.ts';
import type { CaPair } from '../secrets.ts';
import { type Instant, validityAt } from '../validity.ts';
import { generateKey, toKeyPem } from './generate-key.ts';
import { issueCa } from './issue.ts';

/**
 * A new CA. One of a later generation has its number in its name, so that people and programs tell the certificates
 * of two generations apart.
 */
export async function createCa(
  ca: CaName,
  generation: number,
  { name, profile }: Pick<Cluster, 'name' | 'profile'>,
  now: Instant,
): Promise<CaPair> {
  const suffix = generation === 1 ? '' : `-${generation}`;
  return await issueCa(`${name}-${ca}-ca${suffix}`, profile, validityAt(now, profile, 'ca'));
}

/** A new key or token: PEM (PKCS #8), 32 bytes in base64, or 128 bits in hex. */
export async function createValue(
  name: Exclude<RotatableName, `ca/${CaName}`>,
  { profile }: Pick<Cluster, 'profile'>,
): Promise<string> {
  switch (name) {
    case 'service-account-key':
      return toKeyPem(await generateKey(profile.pki.algorithm));
    case 'encryption-key':
      return randomBytes(32).toString('base64');
    default:
      return randomBytes(16).toString('hex');
  }
}
