import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { join, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRange } from '../net/byte-range.ts';
import { noSniff } from './answer-headers.ts';
import { pumpFile } from './pump-file.ts';

/** A file to send: an open handle (which `sendFile` closes) and its size in bytes. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/**
 * Opens a regular file below `root`. Undefined for everything else: folders, dot files, names with `..`, backslashes or
 * control characters, and symbolic links that lead out of `root`.
 */
export async function openBelow(root: string, path: string): Promise<OpenFile | undefined> {
  const names = path.split('/');
  if (names.some((name) => !/^[^.\\/\p{Cc}][^\\/\p{Cc}]*$/u.test(name))) return undefined;
  let handle: FileHandle | undefined;
  try {
    const [base, real] = await Promise.all([realpath(root), realpath(join(root, ...names))]);
    if (!real.startsWith(base + sep)) return undefined;
    handle = await open(real);
    const found = await handle.stat();
    if (found.isFile()) return { handle, size: found.size };
  } catch {
    // Whatever keeps it from being read, for the asker it is not there.
  }
  await handle?.close();
  return undefined;
}

/** Sends a file to GET or HEAD: whole, or the one range that was asked for (RFC 9110, section 14). */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { handle, size }: OpenFile,
): Promise<FastifyReply> {
  const range = parseRange(request.headers.range, size);
  reply.header('accept-ranges', 'bytes');
  if (range === 'impossible') {
    await handle.close();
    return reply.code(416).header('content-range', `bytes */${size}`).send();
  }
  const { first, last, status } = range;
  reply.code(status).header('content-length', last - first + 1);
  if (status === 206) reply.header('content-range', `bytes ${first}-${last}/${size}`);
  if (request.method === 'HEAD' || size === 0) {
    await handle.close();
    return reply.send();
  }
  const response = reply.hijack().raw;
  const headers = reply.getHeaders() as OutgoingHttpHeaders;
  response.writeHead(status, { ...headers, ...noSniff });
  await pumpFile({ request: request.raw, response }, { handle, first, last });
  return reply;
}
