import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How the store answers its next request: the part, one with a wrong byte, an error, or a cut connection. */
export type Answer = 'part' | 'wrong' | 'busy' | 'cut';

/** One request that the store has seen. */
export interface SeenRequest {
  readonly url: string;
  readonly authorization: string | undefined;
}

/** A store in a thread of its own, so that it answers while a test waits for a program. */
export interface PartStore {
  readonly url: string;
  /** Gives `parts` by path, in turn as `answers` say and then well; forgets what it has seen. */
  offer(parts: Readonly<Record<string, Uint8Array>>, answers?: readonly Answer[]): Promise<void>;
  seen(): Promise<readonly SeenRequest[]>;
  stop(): Promise<unknown>;
}

/** A certificate and key in PEM. */
export interface StoreTls {
  readonly cert: string;
  readonly key: string;
}

const program = `
const { parentPort, workerData } = require('node:worker_threads');
const tls = workerData.tls;
let parts = {}, answers = [], seen = [];
const listener = (request, response) => {
  seen.push({ url: request.url, authorization: request.headers.authorization });
  const how = answers.shift() ?? 'part';
  const part = parts[request.url];
  if (how === 'cut') return request.socket.destroy();
  if (how === 'busy') return response.writeHead(503).end('later');
  if (part === undefined) return response.writeHead(404).end('not here');
  const bytes = Buffer.from(part);
  if (how === 'wrong') bytes[100] ^= 1;
  response.end(bytes);
};
const server = tls === undefined
  ? require('node:http').createServer(listener)
  : require('node:https').createServer(tls, listener);
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
parentPort.on('message', (order) => {
  if (order.parts !== undefined) { ({ parts, answers } = order); seen = []; }
  parentPort.postMessage(seen);
});
`;

/** Starts a store on a free port of 127.0.0.1. */
export async function startPartStore(tls?: StoreTls): Promise<PartStore> {
  const worker = new Worker(program, { eval: true, workerData: { tls } });
  const [port]: unknown[] = await once(worker, 'message');
  const ask = async (order: object): Promise<readonly SeenRequest[]> => {
    worker.postMessage(order);
    const [seen] = await once(worker, 'message');
    return seen;
  };
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    offer: async (parts, answers = []) => void (await ask({ parts, answers: [...answers] })),
    seen: () => ask({}),
    stop: () => worker.terminate(),
  };
}
