import type { KeyObject, X509Certificate } from 'node:crypto';
import { isSignedBy, readCertificate, readPrivateKey, splitPem } from '../pki/stored-pair.ts';
import { remember } from '../text/remember.ts';

/** The certificates of a PEM text in order; undefined stands for a block that is none. */
export const certificatesIn = remember(
  (text): readonly (X509Certificate | undefined)[] => splitPem(text).map(readCertificate),
  256,
);

/** The private key of a PEM text; undefined when there is none. */
export function keyIn(text: string): KeyObject | undefined {
  return readPrivateKey(text);
}

const signed = new WeakMap<X509Certificate, Map<string, boolean>>();

/** Whether the CA signed the certificate; asked once for the pair. */
export function isSigned(certificate: X509Certificate, ca: X509Certificate): boolean {
  const known = signed.get(certificate) ?? new Map<string, boolean>();
  signed.set(certificate, known);
  const found = known.get(ca.fingerprint256) ?? isSignedBy(certificate, ca);
  known.set(ca.fingerprint256, found);
  return found;
}

/**
 * Whether a verifier that trusts `anchors` accepts the chain that is shown. `toRoot`: it goes on to a self-signed
 * certificate, as OpenSSL does; else any trusted CA ends the chain, as in Go.
 */
export function isTrusted(
  shown: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  toRoot: boolean,
): boolean {
  const [leaf, ...above] = shown;
  let last = leaf;
  for (let step = 0; last !== undefined && step < 8; step += 1) {
    const current: X509Certificate = last;
    const anchor = anchors.find((ca) => isSigned(current, ca));
    if (anchor !== undefined && (!toRoot || anchor.subject === anchor.issuer)) return true;
    last = anchor ?? above.find((ca) => ca !== current && isSigned(current, ca));
    if (last === current) return false;
  }
  return false;
}
