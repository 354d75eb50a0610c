import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteState } from '../../../src/server/state/sqlite-state.ts';
import { buildLab, type Lab } from '../../fixtures/server.ts';

let lab: Lab;
let child: ChildProcess | undefined;
let gone: Promise<unknown> | undefined;
const nodes = Array.from({ length: 30 }, (_, index) => `n${index}`);
const profile = `version: 1
cluster: lab
kubernetes: { version: 1.36.3 }
network: { services: 10.96.0.0/16, pods: 10.244.0.0/16 }
endpoint: 10.0.0.11:6443
target: { format: cloud-init }
machines:
  - { name: c1, roles: [etcd, controller], address: 10.0.0.11/24, gateway: 10.0.0.1 }
${nodes.map((name, index) => `  - { name: ${name}, roles: [worker], address: 10.0.0.${100 + index}/24, gateway: 10.0.0.1 }`).join('\n')}
`;

beforeEach(async () => {
  lab = await buildLab(profile);
}, 300_000);
afterEach(() => {
  child?.kill('SIGKILL');
  lab.remove();
});

/** Starts the real command on a free port and returns where it answers. */
async function start(): Promise<string> {
  const words = ['serve', lab.directory, '--listen', '127.0.0.1:0'];
  child = spawn(process.execPath, [resolve('src/cli/main.ts'), ...words], { cwd: lab.folder });
  gone = once(child, 'exit');
  let said = '';
  for await (const piece of child.stderr ?? []) {
    said += String(piece);
    const port = /on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error(said);
}

it('gives no document twice, however often it is killed while it gives', async () => {
  const state = await openSqliteState(`${lab.directory}.serve.db`, 'lab');
  const tokens = nodes.map((name) => `${name}-`.padEnd(43, 'x'));
  for (const [index, node] of nodes.entries()) {
    const tokenSha256 = createHash('sha256')
      .update(tokens[index] ?? '')
      .digest('hex');
    await state.arm({ node, tokenSha256, expires: Date.now() + 3_600_000 });
  }
  const received = new Map<string, number>();
  for (let round = 0; round < 5; round++) {
    const url = await start();
    const ask = async (token: string) => {
      const answer = await fetch(`${url}/once/${token}/user-data`).catch(() => undefined);
      if (answer?.status !== 200) return;
      received.set(token, (received.get(token) ?? 0) + 1);
      await answer.arrayBuffer().catch(() => undefined);
    };
    // What was asked for before is asked for again; two are given whole; it dies in the midst of the other four.
    const fresh = tokens.slice(6 * round, 6 * round + 6);
    for (const token of [...tokens.slice(0, 6 * round), ...fresh.slice(0, 2)]) await ask(token);
    const last = fresh.slice(2).map(ask);
    await Promise.race(last);
    child?.kill('SIGKILL');
    await Promise.all([...last, gone]);
    const gifts = (await state.listGifts()).map(({ node }) => node);
    for (const token of received.keys()) expect(gifts).toContain(token.replace(/-x*$/, ''));
  }
  expect(Math.max(...received.values())).toBe(1);
  expect(received.size).toBeGreaterThanOrEqual(10);
  await state.close();
});
