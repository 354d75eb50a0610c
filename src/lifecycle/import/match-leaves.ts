import type { CertificateRequest } from '../../pki/certificates.ts';
import { toKeyPem } from '../../pki/issue/generate-key.ts';
import type { KeyPair } from '../../pki/secrets.ts';
import { listMisfits } from '../../pki/stored-certificate.ts';
import { isSignedBy } from '../../pki/stored-pair.ts';
import type { CaName } from '../../plan/link.ts';
import { type FoundCas, keyOf } from './find-cas.ts';
import type { FoundCertificate, FoundFiles } from './read-files.ts';

/** Which certificates are kept, and why the others are not. */
export interface MatchedLeaves {
  readonly certificates: Readonly<Record<string, KeyPair>>;
  readonly kept: readonly { readonly file: string; readonly id: string }[];
  readonly left: readonly { readonly file: string; readonly why: string }[];
}

/**
 * Gives each certificate to the first request that it does everything for: signed by its CA, with its key, subject,
 * usages and names, and not ended at `now`. Each is kept once, so that no key comes to more nodes than before.
 */
export function matchLeaves(
  files: FoundFiles,
  cas: FoundCas,
  requests: readonly CertificateRequest[],
  now: { getTime(): number },
): MatchedLeaves {
  const certificates: Record<string, KeyPair> = {};
  const kept: { file: string; id: string }[] = [];
  const left: { file: string; why: string }[] = [];
  const leaves = files.certificates.filter(({ certificate }) => !certificate.ca);
  const seen = new Set<string>();
  for (const leaf of leaves) {
    if (seen.has(leaf.certificate.fingerprint256)) continue;
    seen.add(leaf.certificate.fingerprint256);
    const key = keyOf(files, leaf);
    const why = key === undefined ? 'its key is not there' : unusable(leaf, cas, now);
    const request = requests.find((each) => !(each.id in certificates) && fits(leaf, cas, each));
    if (key === undefined || why !== undefined || request === undefined) {
      left.push({ file: leaf.file, why: why ?? reason(leaf, requests) });
      continue;
    }
    certificates[request.id] = { certificate: leaf.pem, key: toKeyPem(key.key) };
    kept.push({ file: leaf.file, id: request.id });
  }
  return { certificates, kept, left };
}

function fits(
  { certificate }: FoundCertificate,
  cas: FoundCas,
  request: CertificateRequest,
): boolean {
  const ca = cas[request.ca];
  if (ca === undefined || !isSignedBy(certificate, ca.certificate)) return false;
  return listMisfits(certificate, request).length === 0;
}

function unusable(
  { certificate }: FoundCertificate,
  cas: FoundCas,
  now: { getTime(): number },
): string | undefined {
  if (certificate.validToDate.getTime() <= now.getTime()) return 'it has ended';
  const names: CaName[] = ['kubernetes', 'etcd', 'front-proxy'];
  const signed = names.some((name) => {
    const ca = cas[name];
    return ca !== undefined && isSignedBy(certificate, ca.certificate);
  });
  return signed ? undefined : 'none of the CAs has signed it';
}

/** What is wrong with it as the certificate that it is most like: of the same common name, with the fewest misfits. */
function reason(
  { certificate }: FoundCertificate,
  requests: readonly CertificateRequest[],
): string {
  const name = /CN=(.*)/.exec(certificate.subject)?.[1] ?? '';
  const [nearest] = requests
    .filter(({ subject }) => subject.commonName === name)
    .map((request) => ({ id: request.id, misfits: listMisfits(certificate, request) }))
    .sort((a, b) => a.misfits.length - b.misfits.length);
  if (nearest === undefined) return `no link asks for CN=${name}`;
  return `${nearest.id} will be issued: ${nearest.misfits.join('; ') || 'another one serves for it'}`;
}
