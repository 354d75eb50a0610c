import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { armNode } from '../../src/server/handlers/arm-node.ts';
import { type RunningServer, startServer } from '../../src/server/listen.ts';
import { buildLab, type Lab, openLab } from '../fixtures/server.ts';

let lab: Lab;
let running: RunningServer;
let arm: (node: string) => Promise<string>;
beforeAll(async () => {
  lab = await buildLab();
  const { context } = await openLab(lab);
  running = await startServer(context, { host: '127.0.0.1', port: 0, log: () => undefined });
  const url = `http://127.0.0.1:${running.port}`;
  arm = (node) => armNode(context.state, { node, expires: context.now() + 60_000, url });
});
afterAll(async () => {
  await running.close();
  lab.remove();
});

/** Asynchronously: the server answers from this process. */
async function readSeed(url: string) {
  const program = new URL('serve/read-seed.py', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [program, url]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const sha256 = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(lab.directory, path)))
    .digest('hex');

it.each(['c1', 'w2'])(
  'cloud-init’s NoCloud source takes %s from its one-time address',
  async (node) => {
    expect(await readSeed(await arm(node))).toEqual({
      found: true,
      instance_id: expect.stringContaining(node),
      hostname: node,
      user_data_sha256: sha256(`${node}/user-data`),
      vendor_data: '',
      user_data_starts: '#cloud-config',
    });
  },
);

it('gets nothing from an address that was used', async () => {
  const url = await arm('w2');
  expect((await readSeed(url)).found).toBe(true);
  expect((await readSeed(url)).found).toBe(false);
});
