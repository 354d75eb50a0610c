import { createHash } from 'node:crypto';
import forge from 'node-forge';
import type { CertificateRequest } from '../certificates.ts';
import { bytesOf, childrenOf, parseDer } from './forge.ts';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** An extension as node-forge takes it. */
export type Extension = Readonly<Record<string, unknown>>;

/** A CA: may sign certificates and revocation lists, and only leaves (RFC 5280 sections 4.2.1.3 and 4.2.1.9). */
export const caExtensions: readonly Extension[] = [
  { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
];

/** A leaf: signs in handshakes; an RSA key also takes part in the old key transport. */
export function leafExtensions(request: CertificateRequest, isRsa: boolean): Extension[] {
  const { dns, ips } = request.sans;
  const altNames = [
    ...dns.map((value) => ({ type: 2, value })),
    ...ips.map((ip) => ({ type: 7, ip })),
  ];
  const usages = Object.fromEntries(request.usages.map((usage) => [usage, true]));
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: isRsa, critical: true },
    { name: 'extKeyUsage', ...usages },
    ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
  ];
}

/** SHA-1 of the public key's bits, method 1 of RFC 5280 section 4.2.1.2; a binary string as node-forge uses. */
export function keyIdentifier(spki: Uint8Array): string {
  const withoutUnusedCount = bytesOf(childrenOf(parseDer(spki))[1]).slice(1);
  return createHash('sha1').update(withoutUnusedCount, 'latin1').digest('binary');
}

/** The identifier of the certificate's own key. */
export function subjectKeyExtension(identifier: string): Extension {
  const value = asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, identifier);
  return { id: '2.5.29.14', name: 'subjectKeyIdentifier', value };
}

/** The identifier of the key that signs (RFC 5280 section 4.2.1.1). */
export function authorityKeyExtension(identifier: string): Extension {
  const keyId = asn1.create(Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, false, identifier);
  const value = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [keyId]);
  return { id: '2.5.29.35', name: 'authorityKeyIdentifier', value };
}
