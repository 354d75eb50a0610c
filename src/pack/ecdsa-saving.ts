import { Buffer } from 'node:buffer';
import type { Machine } from '../machine/model.ts';
import { toText } from '../text/bytes.ts';

/** PEM sizes with P-256: PKCS #8 key, and what a certificate has besides public key and signature. */
const ecKey = 241;
const ecParts = 91 + 71;

/**
 * About how many bytes of a machine's files would go if its RSA keys and certificates were ECDSA P-256; PEM
 * inside base64, as in kubeconfigs, counts too. 0 when there is no RSA key to learn the size from.
 */
export function ecdsaSaving(machine: Machine): number {
  const texts = machine.files.flatMap((file) => pemTexts(toText(file.content) ?? ''));
  const keys = texts.flatMap(({ text, factor }) =>
    [...text.matchAll(/-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END [A-Z ]+-----/g)]
      .map(([block]) => ({ length: block.length, factor }))
      .filter(({ length }) => length > 1000),
  );
  const modulus = Math.max(0, ...keys.map(({ length }) => modulusBytes(length)));
  if (modulus === 0) return 0;
  const perCertificate = ((2 * modulus + 38 - ecParts) * 4) / 3;
  const certificates = texts.reduce(
    (sum, { text, factor }) =>
      sum + factor * text.split('-----BEGIN CERTIFICATE-----').length - factor,
    0,
  );
  const keySaving = keys.reduce((sum, { length, factor }) => sum + factor * (length - ecKey), 0);
  return Math.round((keySaving + certificates * perCertificate) / 100) * 100;
}

function pemTexts(text: string): { text: string; factor: number }[] {
  const inner = text.match(/LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/g) ?? [];
  return [
    { text, factor: 1 },
    ...inner.map((word) => ({
      text: Buffer.from(word, 'base64').toString('latin1'),
      factor: 4 / 3,
    })),
  ];
}

/** A PKCS #8 RSA key has about 4.6 times its modulus in DER, and four thirds of that in PEM. */
function modulusBytes(pemLength: number): number {
  return [256, 384, 512].find((size) => pemLength < size * 7) ?? 512;
}
