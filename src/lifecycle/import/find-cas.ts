import type { Collector } from '../../diagnostics/collector.ts';
import { toKeyPem } from '../../pki/issue/generate-key.ts';
import type { CaPair } from '../../pki/secrets.ts';
import { isSignedBy } from '../../pki/stored-pair.ts';
import type { CaName } from '../../plan/link.ts';
import type { FoundCertificate, FoundFiles, FoundKey } from './read-files.ts';

/** A CA with the files that it came from. */
export interface FoundCa extends FoundCertificate {
  readonly pair: CaPair;
  readonly keyFile: string;
}

/** The CAs of a directory; the one of the front proxy may be missing. */
export interface FoundCas {
  readonly kubernetes: FoundCa;
  readonly etcd: FoundCa;
  readonly 'front-proxy': FoundCa | undefined;
}

/** The key of a certificate, if it is there. */
export function keyOf(
  { keys }: FoundFiles,
  { certificate }: FoundCertificate,
): FoundKey | undefined {
  return keys.find(({ key }) => certificate.checkPrivateKey(key));
}

/**
 * Which CA is which: by kubeadm's names (ca.crt, etcd/ca.crt, front-proxy-ca.crt) or its common name, and one CA alone
 * is that of the cluster and of etcd. Each must have its key. Raises import/no-ca, import/no-ca-key and
 * import/ambiguous-ca; then the result is undefined.
 */
export function findCas(
  files: FoundFiles,
  diagnostics: Pick<Collector, 'report'>,
): FoundCas | undefined {
  const own = files.certificates.filter(
    ({ certificate }) => certificate.ca && isSignedBy(certificate, certificate),
  );
  const all = [
    ...new Map(own.map((ca) => [ca.certificate.fingerprint256, preferred(own, ca)])).values(),
  ];
  const candidates = (name: CaName) => all.filter((ca) => nameOf(ca) === name);
  const pick = (name: CaName): FoundCa | undefined => {
    const [first, second] = candidates(name);
    if (first === undefined) return undefined;
    if (second !== undefined) {
      const found = candidates(name).map(({ file }) => file);
      diagnostics.report('import/ambiguous-ca', [], { ca: name, files: found });
      return undefined;
    }
    const key = keyOf(files, first);
    if (key === undefined) {
      diagnostics.report('import/no-ca-key', [], { ca: name, file: first.file });
      return undefined;
    }
    const pair = { certificate: first.pem, key: toKeyPem(key.key) };
    return { ...first, pair, keyFile: key.file };
  };
  const kubernetes = pick('kubernetes');
  const etcd = candidates('etcd').length === 0 && all.length === 1 ? kubernetes : pick('etcd');
  const frontProxy = pick('front-proxy');
  for (const ca of ['kubernetes', 'etcd'] as const) {
    const missing = candidates(ca).length === 0 && !(ca === 'etcd' && all.length === 1);
    if (missing) diagnostics.report('import/no-ca', [], { ca });
  }
  if (kubernetes === undefined || etcd === undefined) return undefined;
  return { kubernetes, etcd, 'front-proxy': frontProxy };
}

/** Of the copies of a CA the one whose name tells what it is for. */
function preferred(own: readonly FoundCertificate[], ca: FoundCertificate): FoundCertificate {
  const copies = own.filter(
    (other) => other.certificate.fingerprint256 === ca.certificate.fingerprint256,
  );
  return copies.find((copy) => nameOf(copy) !== 'kubernetes') ?? copies[0] ?? ca;
}

function nameOf({ file, certificate }: FoundCertificate): CaName {
  const text = `${file} ${/CN=(.*)/.exec(certificate.subject)?.[1] ?? ''}`;
  if (/front-?proxy/i.test(text)) return 'front-proxy';
  return /etcd/i.test(text) ? 'etcd' : 'kubernetes';
}
