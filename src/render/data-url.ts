import { countContent, toBase64, toBytes, toText } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import { remember } from '../text/remember.ts';
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
  const text = toText(content);
  const percent = text === undefined ? undefined : `data:,${percentEncode(text)}`;
  const base64Length = base64Scheme.length + 4 * Math.ceil(countContent(content) / 3);
  const plain =
    percent !== undefined && percent.length <= 2 * base64Length ? percent : base64Url(content);
  if (!gzipFiles) return { source: plain };
  const shortest = base64Length < plain.length ? base64Url(content) : plain;
  const packed = base64Url(gzip(toBytes(content)));
  if (packed.length >= shortest.length) return { source: shortest };
  return { compression: 'gzip', source: packed };
}

const base64Scheme = 'data:;base64,';

function base64Url(content: string | Uint8Array): string {
  return `${base64Scheme}${toBase64(toBytes(content))}`;
}

/**
 * What may not stand in a data: URL is escaped; so are `?` and `#`, which would end it for a URL parser. Machines have
 * many files in common: the same text is encoded once.
 */
const percentEncode = remember(
  (text: string) => encodeURI(text).replaceAll(/[?#]/g, encodeURIComponent),
  128,
);
