import type { CaName } from '../plan/link.ts';
import { findKind } from './certificate-kinds.ts';
import { trustedCas } from './rotation.ts';
import type { CaPair, KeyPair, Secrets } from './secrets.ts';
import { isSignedBy, readCertificate, splitPem } from './stored-pair.ts';

/**
 * The CAs (PEM) whose certificates identify clients and servers of the cluster. Of a CA with a root above it, the
 * CA itself: whoever trusted that root here would let in everybody else whom the root has certified.
 */
export function caBundle(secrets: Secrets, ca: CaName): string {
  return trustedCas(secrets, ca)
    .map(({ certificate }) => certificate)
    .join('');
}

/** The CAs with everything above them, for those who verify servers up to a root, as OpenSSL does. */
export function rootBundle(secrets: Secrets, ca: CaName): string {
  const blocks = trustedCas(secrets, ca).flatMap(({ certificate, chain = '' }) => [
    certificate,
    ...splitPem(chain),
  ]);
  return [...new Set(blocks)].join('');
}

/** Whether a trusted generation of the CA has a root above it. */
export function hasRootAbove(secrets: Secrets, ca: CaName): boolean {
  return trustedCas(secrets, ca).some(({ chain }) => chain !== undefined);
}

/**
 * The certificate as its server or client shows it: followed by the CA that signed it and those above, but for a
 * root, when the CA has a root above it (RFC 8446 section 4.4.2).
 */
export function withChain(secrets: Secrets, id: string, pair: KeyPair): KeyPair {
  const ca = findKind(id)?.ca;
  const signer = ca && secrets.cas[ca];
  if (signer?.chain === undefined) return pair;
  return { key: pair.key, certificate: [pair.certificate, ...intermediatesOf(signer)].join('') };
}

function intermediatesOf({ certificate, chain = '' }: CaPair): string[] {
  return [certificate, ...splitPem(chain)].filter((pem) => {
    const read = readCertificate(pem);
    return read !== undefined && !isSignedBy(read, read);
  });
}
