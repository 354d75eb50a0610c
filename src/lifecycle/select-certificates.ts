import type { Collector } from '../diagnostics/collector.ts';
import { type CertificateRequest, listCertificates } from '../pki/certificates.ts';
import type { Secrets } from '../pki/secrets.ts';
import { listMisfits } from '../pki/stored-certificate.ts';
import { readCertificate } from '../pki/stored-pair.ts';
import { type Instant, shift } from '../pki/validity.ts';
import type { Cluster } from '../plan/cluster.ts';
import { nearest as nearestOf } from '../text/nearest.ts';

/** Which certificates a person means; what is given adds up. */
export interface CertificateSelection {
  /** Ids, or patterns in which `*` stands for anything: `kube-apiserver@*`. */
  readonly certificates?: readonly string[];
  /** Those whose key lies on these machines. */
  readonly nodes?: readonly string[];
  /** Those that end within so many seconds, or have ended. */
  readonly withinSeconds?: number;
  /** Those that have ended, or no longer fit what links dial. */
  readonly stale?: boolean;
  readonly all?: boolean;
}

/**
 * The ids of the stored certificates that are meant, sorted; certificates that no link asks for are left out.
 * Raises pki/unknown-certificate and pki/unknown-node.
 */
export function selectCertificates(
  cluster: Cluster,
  secrets: Secrets,
  selection: CertificateSelection,
  now: Instant,
  diagnostics: Pick<Collector, 'report'>,
): string[] {
  const requests = listCertificates(cluster).filter(({ id }) => id in secrets.certificates);
  const ids = requests.map(({ id }) => id);
  for (const pattern of selection.certificates ?? []) {
    if (ids.some((id) => matches(id, pattern))) continue;
    const nearest = nearestOf(pattern, ids);
    diagnostics.report('pki/unknown-certificate', [], {
      id: pattern,
      ...(nearest ? { nearest } : {}),
    });
  }
  const names = cluster.nodes.map(({ name }) => name);
  for (const name of selection.nodes ?? []) {
    if (names.includes(name)) continue;
    const nearest = nearestOf(name, names);
    diagnostics.report('pki/unknown-node', [], { name, ...(nearest ? { nearest } : {}) });
  }
  return requests
    .filter((request) => isMeant(request, secrets, selection, now))
    .map(({ id }) => id);
}

function isMeant(
  request: CertificateRequest,
  secrets: Secrets,
  { certificates = [], nodes = [], withinSeconds, stale, all }: CertificateSelection,
  now: Instant,
): boolean {
  if (all || nodes.includes(request.holder)) return true;
  if (certificates.some((pattern) => matches(request.id, pattern))) return true;
  const stored = readCertificate(secrets.certificates[request.id]?.certificate ?? '');
  if (stored === undefined) return false;
  const end = stored.validToDate;
  if (withinSeconds !== undefined && end <= shift(now, withinSeconds)) return true;
  return stale === true && (end <= now || listMisfits(stored, request).length > 0);
}

function matches(id: string, pattern: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(id);
}
