import { toBase64, toBytes, toText } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import type { RenderOptions } from './render-options.ts';

/** The `contents` of a file in an Ignition config. */
export interface IgnitionContents {
  readonly source: string;
  readonly compression?: 'gzip';
}

/**
 * Content as a data: URL (RFC 2397). Percent-encoding is legible and packs best when the whole document gets
 * compressed; base64 is for what is not text. With `gzipFiles` the shortest of the three is taken.
 */
export function toContents(
  content: string | Uint8Array,
  { gzipFiles }: RenderOptions,
): IgnitionContents {
  const bytes = toBytes(content);
  const text = toText(content);
  const percent = text === undefined ? undefined : `data:,${percentEncode(text)}`;
  const base64Length = base64Scheme.length + 4 * Math.ceil(bytes.length / 3);
  const plain =
    percent !== undefined && percent.length <= 2 * base64Length ? percent : base64Url(bytes);
  if (!gzipFiles) return { source: plain };
  const shortest = base64Length < plain.length ? base64Url(bytes) : plain;
  const packed = base64Url(gzip(bytes));
  if (packed.length >= shortest.length) return { source: shortest };
  return { compression: 'gzip', source: packed };
}

const base64Scheme = 'data:;base64,';

function base64Url(bytes: Uint8Array): string {
  return `${base64Scheme}${toBase64(bytes)}`;
}

/** What may not stand in a data: URL is escaped; so are `?` and `#`, which would end it for a URL parser. */
function percentEncode(text: string): string {
  return encodeURI(text).replaceAll(/[?#]/g, encodeURIComponent);
}
