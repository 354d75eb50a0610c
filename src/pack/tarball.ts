import { type Header, pack } from 'tar-stream';
import { gzip } from '../text/gzip.ts';

/** A regular file of a tarball; `path` is relative, with forward slashes. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

/**
 * A gzip-compressed ustar archive of these files in the order of their paths. Same files and time, same bytes:
 * owner 0:0 and `time` stand in for what a disk would say.
 */
export async function packTarball(
  entries: readonly TarEntry[],
  time: NonNullable<Header['mtime']>,
): Promise<Uint8Array> {
  const archive = pack();
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, bytes, mode } of sorted) {
    archive.entry({ name: path, mode, mtime: time, uid: 0, gid: 0 }, Buffer.from(bytes));
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return gzip(Buffer.concat(chunks));
}
