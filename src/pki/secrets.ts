import type { CaName } from '../plan/link.ts';

/** A certificate with its private key, both PEM (RFC 7468); the key is PKCS #8. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/**
 * All secrets of one cluster: created once, completed when something is missing, never replaced silently.
 * `certificates` is keyed by certificate id, `kube-apiserver@icc-ctrl-1`.
 */
export interface Secrets {
  readonly version: 1;
  readonly cluster: string;
  readonly cas: Readonly<Record<CaName, KeyPair>>;
  /** Private key (PKCS #8 PEM) that signs service-account tokens. */
  readonly serviceAccountKey: string;
  /** 32 bytes, base64: the secretbox key of encryption at rest. */
  readonly encryptionKey: string;
  /** 128 bits in hex: the token of token.csv. */
  readonly bootstrapToken: string;
  readonly certificates: Readonly<Record<string, KeyPair>>;
  /** Node name → token that its split document sends to the store (RFC 6750 bearer tokens). */
  readonly partTokens?: Readonly<Record<string, string>>;
}
