import { randomBytes } from 'node:crypto';
import type { Collector } from '../../diagnostics/collector.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { type CaName, caNames } from '../../plan/link.ts';
import type { CertificateRequest } from '../certificates.ts';
import { ownCa } from '../own-ca.ts';
import type { KeyPair, Secrets } from '../secrets.ts';
import { readCertificate } from '../stored-pair.ts';
import { dayOf, type Instant, type Validity, validityAt } from '../validity.ts';
import type { Issuer } from './certificate-body.ts';
import { issueLeaf } from './issue.ts';
import { readIssuer } from './issuer.ts';
import { createCa, createValue } from './next-generation.ts';

/**
 * All that no leaf is made of: CAs (the profile's own where it names one), the service-account key, the encryption
 * key and the bootstrap token.
 */
export async function createFoundation(
  cluster: Pick<Cluster, 'name' | 'profile' | 'sources'>,
  now: Instant,
): Promise<Secrets> {
  const create = async (ca: CaName) => ownCa(cluster, ca) ?? (await createCa(ca, 1, cluster, now));
  const [kubernetes, etcd, frontProxy, serviceAccountKey, encryptionKey, bootstrapToken] =
    await Promise.all([
      create('kubernetes'),
      create('etcd'),
      create('front-proxy'),
      createValue('service-account-key', cluster),
      createValue('encryption-key', cluster),
      createValue('bootstrap-token', cluster),
    ]);
  return {
    version: 1,
    cluster: cluster.name,
    cas: { kubernetes, etcd, 'front-proxy': frontProxy },
    serviceAccountKey,
    encryptionKey,
    bootstrapToken,
    certificates: {},
  };
}

/** A token of 256 bits in hex for each name. */
export function createTokens(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('hex')]));
}

/**
 * The leaves that the requests ask for, by id, in the order of the requests. A leaf never outlives its CA: it
 * ends with it, and pki/leaf-outlives-ca says so once per CA.
 */
export async function issueLeaves(
  requests: readonly CertificateRequest[],
  cas: Secrets['cas'],
  { profile }: Pick<Cluster, 'profile'>,
  now: Instant,
  diagnostics: Collector,
): Promise<Record<string, KeyPair>> {
  const signers = new Map<CaName, { readonly issuer: Issuer; readonly validity: Validity }>();
  for (const name of caNames) {
    if (!requests.some(({ ca }) => ca === name)) continue;
    const end = readCertificate(cas[name].certificate)?.validToDate;
    const validity = validityAt(now, profile, 'leaf', end);
    if (validity.isCut) {
      const args = { ca: name, until: dayOf(validity.notAfter) };
      diagnostics.report('pki/leaf-outlives-ca', ['pki', 'validity', 'leaf'], args);
    }
    signers.set(name, { issuer: readIssuer(cas[name]), validity });
  }
  const pairs = await Promise.all(
    requests.map(async (request): Promise<[string, KeyPair]> => {
      const signer = signers.get(request.ca);
      if (signer === undefined) throw new Error(`no CA ${request.ca}`);
      const { issuer, validity } = signer;
      return [request.id, await issueLeaf(request, issuer, profile.pki.algorithm, validity)];
    }),
  );
  return Object.fromEntries(pairs);
}
