import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** An Ed25519 private key (PKCS #8 PEM), or undefined when the text is none. */
export function parseSigningKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The detached signature (RFC 8032, 64 bytes) of these bytes, and the public key that verifies it (SPKI PEM). */
export function signBytes(
  bytes: Uint8Array,
  key: KeyObject,
): { readonly signature: Uint8Array; readonly publicKey: string } {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { signature: sign(null, bytes, key), publicKey };
}
