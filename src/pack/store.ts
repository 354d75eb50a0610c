/** Where the parts of split documents lie, and how a machine shows that it may have its own. */
export interface Store {
  /** http or https; `{cluster}`, `{node}`, `{file}` and `{sha256}` are filled in, see `partUrl`. */
  readonly url: string;
  readonly cluster: string;
  /** Certificates in PEM that the store's own must chain to. */
  readonly ca?: string;
  /** Of this node, sent as `Authorization: Bearer`. */
  readonly token?: string;
}

/**
 * The address of one part. A URL without placeholders is the folder that `out/<cluster>/` was copied to:
 * `{node}/{file}` is appended.
 */
export function partUrl(
  { url, cluster }: Store,
  part: { readonly node: string; readonly file: string; readonly sha256: string },
): string {
  const template = /\{\w+\}/.test(url) ? url : `${url.replace(/\/$/, '')}/{node}/{file}`;
  const values: Readonly<Record<string, string>> = { cluster, ...part };
  return template.replaceAll(/\{(\w+)\}/g, (name, key: string) => values[key] ?? name);
}
