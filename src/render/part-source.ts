/** Where a split document fetches its second part from, and what it must be. */
export interface PartSource {
  /** http or https, complete. */
  readonly url: string;
  /** Of the part's bytes, in hex. */
  readonly sha256: string;
  /** Bytes of the part. */
  readonly size: number;
  /** Certificates in PEM that the server's own must chain to, when no public CA signed it. */
  readonly ca?: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
}

/** The headers that a request for the part carries. */
export function headersOf({
  token,
}: PartSource): { readonly name: string; readonly value: string }[] {
  return token === undefined ? [] : [{ name: 'Authorization', value: `Bearer ${token}` }];
}
