const strong = /^TLS_(ECDHE_(RSA|ECDSA)_WITH_)?(AES_\d+_GCM|CHACHA20_POLY1305)(_SHA\d+)?$/;

/** Whether a cipher suite is of TLS 1.3, or has forward secrecy and authenticated encryption (CIS 1.2.29 and 4.2.12). */
export function isStrongSuite(name: string): boolean {
  return strong.test(name);
}
