import type { CaName } from '../plan/link.ts';
import type { EtcdMembership } from './etcd-members.ts';
import type { RotatableName, Rotation } from './rotation.ts';

/** A certificate with its private key, both PEM (RFC 7468); the key is PKCS #8. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A CA that signs, and the certificates above it up to its root (PEM, in that order) when it has one. */
export interface CaPair extends KeyPair {
  readonly chain?: string;
}

/**
 * All secrets of one cluster: created once, completed when something is missing, never replaced silently.
 * `certificates` is keyed by certificate id, `kube-apiserver@icc-ctrl-1`. Of a secret that is being rotated, these
 * are the generation in use; the other one is in `rotations`.
 */
export interface Secrets {
  readonly version: 1;
  readonly cluster: string;
  readonly cas: Readonly<Record<CaName, CaPair>>;
  /** Private key (PKCS #8 PEM) that signs service-account tokens. */
  readonly serviceAccountKey: string;
  /** 32 bytes, base64: the secretbox key of encryption at rest. */
  readonly encryptionKey: string;
  /** 128 bits in hex: the token of token.csv. */
  readonly bootstrapToken: string;
  readonly certificates: Readonly<Record<string, KeyPair>>;
  /** Node name → token that its split document sends to the store (RFC 6750 bearer tokens). */
  readonly partTokens?: Readonly<Record<string, string>>;
  /** Which generation is in use, counted from 1; absent for the first. */
  readonly generations?: Readonly<Partial<Record<RotatableName, number>>>;
  /** Rotations under way. */
  readonly rotations?: Readonly<Partial<Record<RotatableName, Rotation>>>;
  /** Earlier generations of renewed certificates by id, the newest first, kept until they are dropped. */
  readonly retired?: Readonly<Record<string, readonly KeyPair[]>>;
  /** Which members of etcd joined a cluster that ran; no secret, but as lasting as they are. */
  readonly etcd?: EtcdMembership;
  /** age recipients that the file is encrypted to. */
  readonly recipients?: readonly string[];
}
