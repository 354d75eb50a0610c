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
  const base64 = `data:;base64,${toBase64(bytes)}`;
  const percent = text === undefined ? undefined : `data:,${percentEncode(text)}`;
  const plain = percent !== undefined && percent.length <= 2 * base64.length ? percent : base64;
  if (!gzipFiles) return { source: plain };
  const shortest = base64.length < plain.length ? base64 : plain;
  const packed = `data:;base64,${toBase64(gzip(bytes))}`;
  if (packed.length >= shortest.length) return { source: shortest };
  return { compression: 'gzip', source: packed };
}

/** What may not stand in a data: URL is escaped; so are `?` and `#`, which would end it for a URL parser. */
function percentEncode(text: string): string {
  return encodeURI(text).replaceAll(/[?#]/g, encodeURIComponent);
}
