import { createPrivateKey, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { KeyPair } from '../secrets.ts';
import type { Issuer } from './certificate-body.ts';
import { keyIdentifier } from './extensions.ts';
import { bytesOf, childrenOf, parseDer } from './forge.ts';

const { asn1 } = forge;

/** Reads a CA so that it can sign: its key, and its subject and key identifier as its certificate has them. */
export function readIssuer(pair: KeyPair): Issuer {
  const certificate = new X509Certificate(pair.certificate);
  const fields = childrenOf(childrenOf(parseDer(certificate.raw))[0]);
  const name = fields[5];
  if (name === undefined) throw new Error('the CA certificate has no subject');
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    key: createPrivateKey(pair.key),
    name,
    identifier: storedIdentifier(fields) ?? keyIdentifier(spki),
  };
}

const subjectKeyOid = asn1.oidToDer('2.5.29.14').getBytes();

/** Extensions are field [3]; each is OID, perhaps critical, and the value wrapped in an OCTET STRING. */
function storedIdentifier(fields: readonly forge.asn1.Asn1[]): string | undefined {
  const extensions = fields.find(
    ({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && Number(type) === 3,
  );
  const wanted = childrenOf(childrenOf(extensions)[0]).find(
    (extension) => bytesOf(childrenOf(extension)[0]) === subjectKeyOid,
  );
  if (wanted === undefined) return undefined;
  const wrapped = Buffer.from(bytesOf(childrenOf(wanted).at(-1)), 'latin1');
  return bytesOf(parseDer(wrapped));
}
