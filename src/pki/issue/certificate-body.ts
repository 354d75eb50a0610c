import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import type { Validity } from '../validity.ts';
import {
  authorityKeyExtension,
  type Extension,
  keyIdentifier,
  subjectKeyExtension,
} from './extensions.ts';
import { bodyOf, childrenOf, parseDer } from './forge.ts';
import type { NameAttribute } from './name.ts';
import { signatureIdentifier } from './sign.ts';

const { pki } = forge;

/** The CA as the certificates that it signs name it. */
export interface Issuer {
  readonly key: KeyObject;
  /** Its subject, byte for byte. */
  readonly name: forge.asn1.Asn1;
  /** Its subject key identifier. */
  readonly identifier: string;
}

/** What a certificate body is made from; without `issuer` it is signed by its own key. */
export interface BodyInput {
  readonly key: KeyObject;
  readonly subject: readonly NameAttribute[];
  readonly extensions: readonly Extension[];
  readonly validity: Validity;
  readonly issuer?: Issuer;
}

/** node-forge knows no EC keys: it builds the body around this one, which is replaced before signing. */
const placeholderKey = pki.setRsaPublicKey(
  new forge.jsbn.BigInteger('3'),
  new forge.jsbn.BigInteger('3'),
);

const placeholderAlgorithm = '1.2.840.113549.1.1.11';

/** Positions in TBSCertificate (RFC 5280 section 4.1). */
const field = { signature: 2, issuer: 3, publicKey: 6 } as const;

/**
 * A TBSCertificate with a random serial number of 70 bits. A CA names its own key, a leaf only its issuer's: that is
 * what building a path needs (RFC 5280 section 4.2.1.2), and documents have a size limit.
 */
export function buildBody(input: BodyInput): forge.asn1.Asn1 {
  const spki = createPublicKey(input.key).export({ type: 'spki', format: 'der' });
  const certificate = pki.createCertificate();
  certificate.publicKey = placeholderKey;
  certificate.siginfo.algorithmOid = placeholderAlgorithm;
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = input.validity.notBefore;
  certificate.validity.notAfter = input.validity.notAfter;
  certificate.setSubject([...input.subject]);
  certificate.setIssuer([...input.subject]);
  certificate.setExtensions([
    ...input.extensions,
    input.issuer === undefined
      ? subjectKeyExtension(keyIdentifier(spki))
      : authorityKeyExtension(input.issuer.identifier),
  ]);
  const body = bodyOf(certificate);
  const fields = childrenOf(body);
  fields[field.signature] = signatureIdentifier(input.issuer?.key ?? input.key);
  fields[field.publicKey] = parseDer(spki);
  if (input.issuer !== undefined) fields[field.issuer] = input.issuer.name;
  return body;
}

/** 9 bytes, positive, no leading zero byte: over 64 random bits, and RFC 5280 section 4.1.2.2 allows 20 bytes at most. */
function randomSerial(): string {
  const bytes = randomBytes(9);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
