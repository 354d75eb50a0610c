import { trustedCas, trustedServiceAccountKeys } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';

/** The key (PEM) that signs service-account tokens, and its name in the secrets store. */
export interface SigningKey {
  readonly secret: string;
  readonly key: string;
}

/**
 * The key that signs service-account tokens: one of its own, or where the profile wants it as old guides have it,
 * that of the cluster CA.
 */
export function signingKey({ profile }: Pick<Cluster, 'profile'>, secrets: Secrets): SigningKey {
  return profile.kubernetes.serviceAccountKey === 'ca'
    ? { secret: 'ca/kubernetes', key: secrets.cas.kubernetes.key }
    : { secret: 'service-account-key', key: secrets.serviceAccountKey };
}

/** The private keys whose tokens are accepted, the older first; only their public halves go to the API server. */
export function verifyingKeys({ profile }: Pick<Cluster, 'profile'>, secrets: Secrets): string[] {
  return profile.kubernetes.serviceAccountKey === 'ca'
    ? trustedCas(secrets, 'kubernetes').map(({ key }) => key)
    : trustedServiceAccountKeys(secrets);
}
