import forge from 'node-forge';

/** Parts of node-forge 1.4 that @types/node-forge does not know (lib/x509.js, lib/asn1.js). */
interface Untyped {
  getTBSCertificate(certificate: forge.pki.Certificate): forge.asn1.Asn1;
}

type FromDer = (
  bytes: forge.util.ByteStringBuffer,
  options?: { readonly strict?: boolean; readonly decodeBitStrings?: boolean },
) => forge.asn1.Asn1;

/** The body (TBSCertificate) of a certificate that was filled in. */
export function bodyOf(certificate: forge.pki.Certificate): forge.asn1.Asn1 {
  return (forge.pki as unknown as Untyped).getTBSCertificate(certificate);
}

/** Parses DER. Bit strings stay bytes, the count of unused bits first. */
export function parseDer(der: Uint8Array): forge.asn1.Asn1 {
  const fromDer = forge.asn1.fromDer as FromDer;
  const text = Buffer.from(der).toString('latin1');
  return fromDer(forge.util.createBuffer(text), { strict: true, decodeBitStrings: false });
}

/** The members of a constructed value; none for any other. */
export function childrenOf(node: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  return node !== undefined && Array.isArray(node.value) ? node.value : [];
}

/** The bytes of a primitive value, as node-forge's binary string. */
export function bytesOf(node: forge.asn1.Asn1 | undefined): string {
  return typeof node?.value === 'string' ? node.value : '';
}
