import type { X509Certificate } from 'node:crypto';
import type { CertificateRequest, Usage } from './certificates.ts';

/** Extended key usages by object identifier (RFC 5280 section 4.2.1.12). */
const usageNames: Readonly<Record<string, Usage>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
};

/**
 * Why the stored certificate does not do what the request asks for: another subject, other usages, a name or
 * address that a link dials and that it lacks. Empty when it fits; names beyond those asked for do no harm.
 */
export function listMisfits(certificate: X509Certificate, request: CertificateRequest): string[] {
  const { subject, usages, sans } = request;
  const stored = (certificate.keyUsage ?? []).map((oid) => usageNames[oid] ?? oid).sort();
  const missing = [
    ...sans.dns.filter((name) => !coversName(certificate, name)),
    ...sans.ips.filter((address) => certificate.checkIP(address) === undefined),
  ];
  const wanted = [
    ...(subject.organization === undefined ? [] : [`O=${subject.organization}`]),
    `CN=${subject.commonName}`,
  ].join('\n');
  return [
    ...(certificate.subject === wanted ? [] : [`its subject is not ${wanted.replace('\n', ', ')}`]),
    ...(stored.join() === usages.join()
      ? []
      : [`it is for ${stored.join(' and ') || 'nothing'}, not for ${usages.join(' and ')}`]),
    ...(missing.length === 0 ? [] : [`it does not cover ${missing.join(', ')}`]),
  ];
}

/** Whether the certificate holds for the DNS name; its common name does not count. */
export function coversName(certificate: X509Certificate, name: string): boolean {
  return certificate.checkHost(name, { subject: 'never' }) !== undefined;
}
