import type { Collector } from '../diagnostics/collector.ts';
import type { Cluster } from '../plan/cluster.ts';
import { type CaName, caNames } from '../plan/link.ts';
import { type OwnCa, ownCaKeys, readOwnCa } from './own-ca.ts';
import { nameOfCa } from './rotation.ts';
import type { Secrets } from './secrets.ts';
import { isChain } from './secrets-check.ts';
import { readCertificate, readPrivateKey } from './stored-pair.ts';

/**
 * Holds the CAs that the profile brings against themselves: the certificate is a CA's, what follows it in its file
 * leads up to a root, and the key is its own and one that signs. Raises pki/own-ca.
 */
export function checkOwnCas(
  cluster: Pick<Cluster, 'profile' | 'sources'>,
  diagnostics: Pick<Collector, 'report'>,
): void {
  for (const ca of caNames) {
    const own = readOwnCa(cluster, ca);
    if (own === undefined) continue;
    const problem = problemOf(own, cluster.profile.pki.ca[ownCaKeys[ca]]?.key !== undefined);
    if (problem === undefined) continue;
    const [field, why] = problem;
    diagnostics.report('pki/own-ca', ['pki', 'ca', ownCaKeys[ca], field], { ca, why });
  }
}

function problemOf(
  { certificate: pem, chain, key: keyPem }: OwnCa,
  namesKey: boolean,
): readonly [field: 'certificate' | 'key', why: string] | undefined {
  const certificate = readCertificate(pem);
  if (certificate === undefined)
    return ['certificate', 'the file begins with no certificate in PEM'];
  if (!certificate.ca) return ['certificate', 'its first certificate is not the one of a CA'];
  if (chain !== undefined && !isChain(certificate, chain)) {
    return ['certificate', 'its certificates do not follow each other up to a root'];
  }
  if (chain === undefined && certificate.subject !== certificate.issuer) {
    return ['certificate', 'it is an intermediate CA, and what is above it is not in the file'];
  }
  if (!namesKey) return undefined;
  const key = keyPem === undefined ? undefined : readPrivateKey(keyPem);
  if (key === undefined)
    return ['key', 'the file holds no private key in PEM without a passphrase'];
  if (!['rsa', 'ec'].includes(key.asymmetricKeyType ?? '')) {
    return ['key', 'the key is neither RSA nor ECDSA'];
  }
  return certificate.checkPrivateKey(key)
    ? undefined
    : ['key', 'the key is of another certificate'];
}

/**
 * Holds the CAs that the profile brings against the store. Raises pki/own-ca-not-stored when the store has another
 * one, in neither generation. `existing` undefined means that nothing is stored yet: then the keys must be there
 * (pki/own-ca-no-key). Returns whether all is well.
 */
export function checkOwnCasStored(
  cluster: Pick<Cluster, 'profile' | 'sources'>,
  existing: Secrets | undefined,
  diagnostics: Pick<Collector, 'report'>,
): boolean {
  const wrong = caNames.filter((ca) => {
    const own = readOwnCa(cluster, ca);
    if (own === undefined) return false;
    return existing === undefined ? own.key === undefined : !isStored(existing, ca, own);
  });
  const code = existing === undefined ? 'pki/own-ca-no-key' : 'pki/own-ca-not-stored';
  for (const ca of wrong) diagnostics.report(code, ['pki', 'ca', ownCaKeys[ca]], { ca });
  return wrong.length === 0;
}

function isStored(secrets: Secrets, ca: CaName, own: OwnCa): boolean {
  const other = secrets.rotations?.[nameOfCa(ca)]?.other;
  const stored = [secrets.cas[ca], ...(typeof other === 'object' ? [other] : [])];
  const raw = readCertificate(own.certificate)?.fingerprint256;
  return stored.some(({ certificate }) => readCertificate(certificate)?.fingerprint256 === raw);
}
