/** How a document is attached to a machine. */
export type DocumentFormat = 'cloud-init' | 'ignition';

/** One output of the compiler. */
export interface Artifact {
  /** Relative to `out/<cluster>/`, for example `icc-ctrl-1/user-data`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permission bits of the file in `out/`. */
  readonly mode: 0o600 | 0o644;
  readonly secret: boolean;
  readonly node?: string;
  /** Present on the document that the platform's limit counts. */
  readonly format?: DocumentFormat;
  /** Bytes as the platform counts them (for `openstack`: of the base64 form). */
  readonly encodedSize: number;
  /** What the platform takes at most, in the same unit. */
  readonly limit?: number;
  /** On the second part of a split document: SHA-256 (hex) of the token that a request for it carries. */
  readonly tokenSha256?: string;
}
