import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { compileNodes } from '../../src/compile.ts';
import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Machine } from '../../src/machine/model.ts';
import { armNode } from '../../src/server/handlers/arm-node.ts';
import { openSqliteState } from '../../src/server/state/sqlite-state.ts';
import type { State } from '../../src/server/state/state.ts';
import { buildLab, type Lab } from '../fixtures/server.ts';
import { applyIgnition } from './trees/apply-ignition.ts';
import { newRoot, removeRoots, treeOf } from './trees/machine-root.ts';
import { makeStoreTls } from './trees/store-tls.ts';

/** The real command in a process of its own: Ignition is waited for in this one. */
let child: ChildProcess;
let lab: Lab;
let state: State;
let origin = '';
const tls = makeStoreTls();

beforeAll(async () => {
  lab = await buildLab();
  const at = (name: string) => join(lab.folder, name);
  writeFileSync(at('seed.crt'), tls.server.cert);
  writeFileSync(at('seed.key'), tls.server.key);
  const files = ['--cert', at('seed.crt'), '--key', at('seed.key'), '--state', at('serve.db')];
  const words = ['serve', lab.directory, '--listen', '127.0.0.1:0', ...files];
  child = spawn(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: lab.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const piece of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(piece);
    const port = /on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port !== undefined) origin = `https://127.0.0.1:${port}`;
    if (said.includes('state: ')) break;
  }
  state = await openSqliteState(at('serve.db'), 'lab');
});
afterEach(removeRoots);
afterAll(async () => {
  await state.close();
  child.kill('SIGINT');
  await once(child, 'exit');
  lab.remove();
});

const document = () => readFileSync(join(lab.directory, 'c1/config.ign'));
const arm = () => armNode(state, { node: 'c1', expires: Date.now() + 600_000, url: origin });

function machine(): Machine {
  const { cluster, secrets } = lab.build;
  if (cluster === undefined || secrets === undefined) throw new Error('the lab was not built');
  for (const compiled of compileNodes(cluster, secrets, createCollector())) {
    if (compiled.machine.name === 'c1') return compiled.machine;
  }
  throw new Error('no c1');
}

/** A small config that the real document replaces, checked by its hash, over TLS of a CA that the config brings. */
function pointerTo(source: string, sha256: string): string {
  const data = (text: string) => `data:;base64,${Buffer.from(text).toString('base64')}`;
  return JSON.stringify({
    ignition: {
      version: '3.3.0',
      security: { tls: { certificateAuthorities: [{ source: data(tls.ca) }] } },
      config: { replace: { source, verification: { hash: `sha256-${sha256}` } } },
    },
  });
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('Ignition fetches a node’s document over TLS by its one-time address and applies all of it', async () => {
  const inline = newRoot(machine());
  applyIgnition(inline, document().toString());
  const fetched = newRoot(machine());
  const url = await arm();
  applyIgnition(fetched, pointerTo(`${url}config.ign`, sha256(document())));
  expect(treeOf(fetched)).toEqual(treeOf(inline));
  expect(await state.listGifts()).toMatchObject([{ node: 'c1', file: 'config.ign' }]);
  const again = newRoot(machine());
  expect(() => applyIgnition(again, pointerTo(`${url}config.ign`, sha256(document())))).toThrow(
    /410|Gone/i,
  );
});

it('Ignition applies nothing of a document with another hash', async () => {
  const root = newRoot(machine());
  const url = await arm();
  expect(() =>
    applyIgnition(root, pointerTo(`${url}config.ign`, sha256(Buffer.from('other')))),
  ).toThrow(/hash verification failed/);
});
