import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { remember } from '../text/remember.ts';

/** One whole PEM block and nothing else but white space around it (RFC 7468 section 3). */
const pemBlock = /^\s*-----BEGIN ([A-Z0-9 ]+)-----\r?\n[A-Za-z0-9+/=\r\n]+-----END \1-----\s*$/;

/**
 * The certificate in the PEM text, or undefined when the text is not exactly one. What was asked last is kept: a build
 * looks at a certificate three times, and each first look at a field of it costs anew.
 */
export const readCertificate = remember(
  (pem): X509Certificate | undefined =>
    pemBlock.test(pem) ? attempt(() => new X509Certificate(pem)) : undefined,
  256,
);

/** The private key in the PEM text, or undefined when the text is not exactly one. */
export function readPrivateKey(pem: string): KeyObject | undefined {
  return pemBlock.test(pem) ? attempt(() => createPrivateKey(pem)) : undefined;
}

/** The PEM blocks of a text, each with a line feed at its end; what is between them is left out. */
export function splitPem(text: string): string[] {
  const blocks = text.match(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g) ?? [];
  return blocks.map((block) => `${block.replaceAll('\r', '')}\n`);
}

/** Whether `ca` issued and signed the certificate. */
export function isSignedBy(certificate: X509Certificate, ca: X509Certificate): boolean {
  return certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
