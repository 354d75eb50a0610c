import { type KeyObject, sign } from 'node:crypto';
import forge from 'node-forge';

const { asn1 } = forge;
const { Class, Type } = asn1;

interface SignatureAlgorithm {
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  readonly oid: string;
  /** RSA's identifier has NULL parameters, ECDSA's has none (RFC 4055 section 5, RFC 5758 section 3.2). */
  readonly hasNull: boolean;
}

const ecdsa: Readonly<Record<string, SignatureAlgorithm>> = {
  prime256v1: { digest: 'sha256', oid: '1.2.840.10045.4.3.2', hasNull: false },
  secp384r1: { digest: 'sha384', oid: '1.2.840.10045.4.3.3', hasNull: false },
  secp521r1: { digest: 'sha512', oid: '1.2.840.10045.4.3.4', hasNull: false },
};

const rsa: SignatureAlgorithm = { digest: 'sha256', oid: '1.2.840.113549.1.1.11', hasNull: true };

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  const algorithm = key.asymmetricKeyType === 'rsa' ? rsa : ecdsa[curve];
  if (algorithm === undefined) throw new Error('the CA key is neither RSA nor ECDSA');
  return algorithm;
}

/** The AlgorithmIdentifier of signatures that the key makes. */
export function signatureIdentifier(key: KeyObject): forge.asn1.Asn1 {
  const { oid, hasNull } = algorithmOf(key);
  const oidBytes = asn1.oidToDer(oid).getBytes();
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    asn1.create(Class.UNIVERSAL, Type.OID, false, oidBytes),
    ...(hasNull ? [asn1.create(Class.UNIVERSAL, Type.NULL, false, '')] : []),
  ]);
}

/** The certificate in PEM: the body, signed by the key with node:crypto (RFC 5280 section 4.1). */
export function signBody(body: forge.asn1.Asn1, key: KeyObject): string {
  const bytes = Buffer.from(asn1.toDer(body).getBytes(), 'latin1');
  const signature = sign(algorithmOf(key).digest, bytes, key).toString('latin1');
  const certificate = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    body,
    signatureIdentifier(key),
    asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, `\0${signature}`),
  ]);
  const base64 = Buffer.from(asn1.toDer(certificate).getBytes(), 'latin1').toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
