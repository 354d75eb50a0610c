import type { Collector } from '../diagnostics/collector.ts';
import { caNames } from '../plan/link.ts';
import type { CertificateRequest } from './certificates.ts';
import type { Secrets } from './secrets.ts';
import { listMisfits } from './stored-certificate.ts';
import { readCertificate } from './stored-pair.ts';
import { dayOf, type Instant, shift } from './validity.ts';

/** Certificates that end within so many days are warned of. */
const warningDays = 30;

interface Ending {
  readonly id: string;
  readonly end: Instant;
}

/**
 * Holds the stored CAs and certificates against what the cluster needs now. Raises pki/certificate-stale,
 * pki/certificate-expired and pki/certificate-expiring. Entries that no link asks for are not looked at.
 * Returns false after an error.
 */
export function checkStored(
  existing: Secrets,
  requests: readonly CertificateRequest[],
  now: Instant,
  diagnostics: Pick<Collector, 'report'>,
): boolean {
  const endings: Ending[] = [];
  let fits = true;
  for (const name of caNames) {
    const certificate = readCertificate(existing.cas[name].certificate);
    if (certificate) endings.push({ id: `ca/${name}`, end: certificate.validToDate });
  }
  for (const request of requests) {
    const pair = existing.certificates[request.id];
    const certificate = pair && readCertificate(pair.certificate);
    if (certificate === undefined) continue;
    endings.push({ id: request.id, end: certificate.validToDate });
    const misfits = listMisfits(certificate, request);
    if (misfits.length === 0) continue;
    fits = false;
    const args = { id: request.id, why: misfits.join('; ') };
    diagnostics.report('pki/certificate-stale', request.from, args);
  }
  return reportEndings(endings, now, diagnostics) && fits;
}

/** Returns whether nothing has expired. */
function reportEndings(
  endings: readonly Ending[],
  now: Instant,
  diagnostics: Pick<Collector, 'report'>,
): boolean {
  const soon = shift(now, warningDays * 86_400);
  const sorted = endings.toSorted((a, b) => a.end.getTime() - b.end.getTime());
  const expired = sorted.filter(({ end }) => end <= now);
  const expiring = sorted.filter(({ end }) => end > now && end <= soon);
  if (expired[0]) {
    const ids = expired.map(({ id }) => id);
    diagnostics.report('pki/certificate-expired', [], { ids, first: dayOf(expired[0].end) });
  }
  if (expiring[0]) {
    const ids = expiring.map(({ id }) => id);
    const args = { ids, first: dayOf(expiring[0].end), days: warningDays };
    diagnostics.report('pki/certificate-expiring', [], args);
  }
  return expired.length === 0;
}
