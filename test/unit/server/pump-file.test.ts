import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { pumpFile } from '../../../src/server/pump-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-pump-'));
const path = join(folder, 'large');
const content = Buffer.from(
  Uint32Array.from({ length: 1_000_003 }, (_, at) => at * 2654435761).buffer,
);
const pumped: { readonly handle: FileHandle; readonly done: Promise<void> }[] = [];

const server = createServer(async (request, response) => {
  const [first = 0, last = 0] = (request.url ?? '').slice(1).split('-').map(Number);
  const handle = await open(path);
  response.writeHead(200, { 'content-length': last - first + 1 });
  pumped.push({ handle, done: pumpFile({ request, response }, { handle, first, last }) });
});
beforeEach(() => {
  writeFileSync(path, content);
  pumped.length = 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(asked: string): Promise<IncomingMessage> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const [answer] = await once(get(`http://127.0.0.1:${port}/${asked}`), 'response');
  return answer;
}

it.each([
  [0, content.length - 1],
  [0, 0],
  [524_287, 524_288],
  [1, 1_572_864],
  [3_999_999, content.length - 1],
])('gives bytes %i to %i as they are', async (first, last) => {
  const got = Buffer.concat(await (await ask(`${first}-${last}`)).toArray());
  expect(got.equals(content.subarray(first, last + 1))).toBe(true);
  await pumped[0]?.done;
  expect(pumped[0]?.handle.fd).toBe(-1);
});

it('breaks off when the file became shorter', async () => {
  truncateSync(path, 600_000);
  const answer = await ask(`0-${content.length - 1}`);
  await expect(answer.toArray()).rejects.toThrow('aborted');
  await pumped[0]?.done;
  expect(pumped[0]?.handle.fd).toBe(-1);
});

it('closes the file when the peer goes', async () => {
  const answer = await ask(`0-${content.length - 1}`);
  answer.destroy();
  await pumped[0]?.done;
  expect(pumped[0]?.handle.fd).toBe(-1);
});
