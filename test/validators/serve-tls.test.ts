import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { armNode } from '../../src/server/handlers/arm-node.ts';
import { type RunningServer, startServer } from '../../src/server/listen.ts';
import { buildLab, type Lab, type LabServer, openLab } from '../fixtures/server.ts';
import { makeStoreTls } from './trees/store-tls.ts';

const { ca, otherCa, server: pair } = makeStoreTls();
let lab: Lab;
let server: LabServer;
let running: RunningServer;
beforeAll(async () => {
  lab = await buildLab();
  server = await openLab(lab);
  const tls = { cert: Buffer.from(pair.cert), key: Buffer.from(pair.key) };
  const log = () => undefined;
  running = await startServer(server.context, { host: '127.0.0.1', port: 0, log, tls });
});
afterAll(async () => {
  await running.close();
  lab.remove();
});

interface Answered {
  readonly status: number | undefined;
  readonly version: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(path: string, options: RequestOptions = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: running.port, path, ca, ...options },
      async (response) => {
        const pieces: Buffer[] = [];
        for await (const piece of response) pieces.push(piece);
        const { statusCode: status, httpVersion: version, headers } = response;
        resolve({ status, version, headers, body: Buffer.concat(pieces).toString() });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

it('answers over TLS, verified against its CA, and not to who trusts another', async () => {
  const well = await ask('/healthz');
  expect(well).toMatchObject({ status: 200, version: '1.1' });
  await expect(ask('/healthz', { ca: otherCa })).rejects.toThrow(/verify|self.signed|issuer/i);
  await expect(ask('/healthz', { maxVersion: 'TLSv1.1' })).rejects.toThrow();
});

it('gives files by HEAD and in ranges, and a document once', async () => {
  const file = '/files/kubelet/kubelet';
  const head = await ask(file, { method: 'HEAD' });
  expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '20', '']);
  const part = await ask(file, { headers: { range: 'bytes=4-9' } });
  expect([part.status, part.headers['content-range'], part.body]).toEqual([
    206,
    'bytes 4-9/20',
    'really',
  ]);
  const url = await armNode(server.context.state, {
    node: 'c1',
    expires: server.clock + 60_000,
    url: '',
  });
  expect((await ask(`${url}user-data`)).status).toBe(200);
  expect((await ask(`${url}user-data`)).status).toBe(410);
});

it('is what curl trusts with the CA in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clusterseed-curl-'));
  writeFileSync(join(folder, 'ca.crt'), ca);
  const url = `https://127.0.0.1:${running.port}/files/kubelet/kubelet`;
  const words = ['-fsS', '--http1.1', '--cacert', join(folder, 'ca.crt'), '-r', '0-2', url];
  const { stdout } = await promisify(execFile)('/usr/bin/curl', words);
  expect(stdout).toBe('not');
  rmSync(folder, { recursive: true });
});
