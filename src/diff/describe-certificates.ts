import { createHash } from 'node:crypto';
import { readCertificate } from '../pki/stored-pair.ts';

const block = /-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n?/g;

/** The text with each certificate (PEM) told in a line that a person can compare: subject, end, names, SHA-256. */
export function describeCertificates(text: string): string {
  return text.replaceAll(block, (pem) => {
    const certificate = readCertificate(pem);
    if (certificate === undefined) return pem;
    const { subject, validToDate, subjectAltName = 'none', raw } = certificate;
    const name = /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
    const hash = createHash('sha256').update(raw).digest('hex').slice(0, 16);
    const end = validToDate.toISOString().slice(0, 10);
    return `(certificate of ${name}, until ${end}, names ${subjectAltName}, SHA-256 ${hash}…)\n`;
  });
}
