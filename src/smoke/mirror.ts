import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseRange } from '../net/byte-range.ts';

export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

export interface MirrorOptions {
  /** The folder whose files are served. */
  readonly folder: string;
  /** Asked before the folder: returns true for a request that it answered (an image registry). */
  readonly also?: RequestHandler;
  /** The loopback port; a free one when left out. */
  readonly port?: number;
  /** The clock in ms, Date.now when left out. */
  readonly now?: () => number;
}

export interface Mirror {
  readonly port: number;
  /** How often a path was given to a GET, over all time. What is not here does not count. */
  readonly requests: (path: string) => number;
  /** All paths that were given, with their counts. */
  readonly counts: ReadonlyMap<string, number>;
  /** For so many seconds every connection is cut without an answer. */
  readonly goDown: (seconds: number) => void;
  /** The next answer for this path carries one wrong byte. */
  readonly corruptOnce: (path: string) => void;
  readonly close: () => Promise<void>;
}

interface State {
  readonly folder: string;
  readonly counts: Map<string, number>;
  readonly corrupt: Set<string>;
  downUntil: number;
}

/** Serves a folder over HTTP on the loopback address, with faults to order. */
export async function startMirror(options: MirrorOptions): Promise<Mirror> {
  const { now = Date.now } = options;
  const state: State = {
    folder: options.folder,
    counts: new Map(),
    corrupt: new Set(),
    downUntil: 0,
  };
  const server = createServer((request, response) => {
    answer(state, options.also, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (now() < state.downUntil) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the mirror has no port');
  return {
    port: address.port,
    counts: state.counts,
    requests: (path) => state.counts.get(path) ?? 0,
    goDown: (seconds) => {
      state.downUntil = now() + seconds * 1000;
      server.closeAllConnections();
    },
    corruptOnce: (path) => {
      state.corrupt.add(path);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  state: State,
  also: RequestHandler | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
  const count = (): void => {
    if (request.method === 'GET') state.counts.set(path, (state.counts.get(path) ?? 0) + 1);
  };
  if (also !== undefined && (await also(request, response))) {
    if (response.statusCode < 300) count();
    return;
  }
  const file = join(state.folder, normalize(`/${path}`));
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile() || !['GET', 'HEAD'].includes(request.method ?? '')) {
    response.writeHead(404).end();
    return;
  }
  const range = parseRange(request.headers.range, found.size);
  if (range === 'impossible') {
    response.writeHead(416, { 'content-range': `bytes */${found.size}` }).end();
    return;
  }
  count();
  const { first, last, status } = range;
  response.writeHead(status, {
    'content-length': last - first + 1,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    ...(status === 206 ? { 'content-range': `bytes ${first}-${last}/${found.size}` } : {}),
  });
  if (request.method === 'HEAD' || found.size === 0) {
    response.end();
    return;
  }
  const source = createReadStream(file, { start: first, end: last });
  if (state.corrupt.delete(path)) await pipeline(source, spoilFirstByte(), response);
  else await pipeline(source, response);
}

function spoilFirstByte(): Transform {
  let spoiled = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const copy = Buffer.from(chunk);
      if (!spoiled) copy[0] = (copy[0] ?? 0) ^ 0xff;
      spoiled = true;
      done(null, copy);
    },
  });
}
