import { generateKeyPair, type KeyObject } from 'node:crypto';
import type { KeyAlgorithm } from '../../profile/schema/names.ts';

/** Makes a private key by node:crypto, off the main thread. */
export function generateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
      error === null ? resolve(privateKey) : reject(error);
    switch (algorithm) {
      case 'ecdsa-p256':
        generateKeyPair('ec', { namedCurve: 'P-256' }, done);
        break;
      case 'ecdsa-p384':
        generateKeyPair('ec', { namedCurve: 'P-384' }, done);
        break;
      default:
        generateKeyPair('rsa', { modulusLength: Number(algorithm.slice('rsa-'.length)) }, done);
    }
  });
}

/**
 * PKCS #8 (RFC 5958) up to the private number, for ECPrivateKey (RFC 5915) without its optional public key: half the
 * size in a document, and read by OpenSSL and Go alike.
 */
const shortForms: Readonly<Record<string, string>> = {
  prime256v1: '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
  secp384r1: '304e020100301006072a8648ce3d020106052b81040022043730350201010430',
};

/** The key as PKCS #8 PEM, an EC key in the shortest form. */
export function toKeyPem(key: KeyObject): string {
  const prefix = shortForms[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const { d } = prefix === undefined ? { d: undefined } : key.export({ format: 'jwk' });
  if (prefix === undefined || d === undefined) {
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  const der = Buffer.concat([Buffer.from(prefix, 'hex'), Buffer.from(d, 'base64url')]);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
