import { gzipSync } from 'node:zlib';

/**
 * `bytes` in gzip format (RFC 1952), with no time stamp and "unknown" as operating system, so that only the deflate
 * implementation decides the bytes. Level 7 takes half the time of level 9 for 0.3 % more bytes of a controller's
 * document. Memory level 5 makes shorter blocks, each with its own code: better by some 3 % where keys and text alternate.
 */
export function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 7, memLevel: 5 });
  packed[9] = 255;
  return packed;
}
