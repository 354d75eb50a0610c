import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectMirror } from '../../src/mirror/collect.ts';
import type { Lock } from '../../src/mirror/lock.ts';
import { type RunningServer, startServer } from '../../src/server/listen.ts';
import { buildLab, type Lab, openLab } from '../fixtures/server.ts';
import { putImage, type SourceServer, sha256, startSource } from '../fixtures/source-server.ts';

let lab: Lab;
let running: RunningServer;
let source: SourceServer;
let image: { readonly digest: string; readonly amd64: string };
let lock: Lock;
const folder = mkdtempSync(join(tmpdir(), 'clusterseed-skopeo-'));
const at = (name: string) => join(folder, name);
const skopeo = async (...args: readonly string[]) =>
  (await promisify(execFile)('/usr/bin/skopeo', args)).stdout;
const collect = (to: string, from?: string) =>
  collectMirror(lock, {
    folder: to,
    progress: () => undefined,
    pauseMs: 10,
    ...(from === undefined ? {} : { from }),
  });

beforeAll(async () => {
  source = await startSource();
  source.things.set('/tool', { bytes: Buffer.from('a tool') });
  // An empty layer: 1,024 zero bytes are an archive without members.
  image = putImage(source, 'team/app', '1.0', ['\0'.repeat(1024)]);
  lock = {
    version: 1,
    cluster: 'lab',
    files: [{ path: 'tool/1/tool', url: `${source.url}/tool`, sha256: sha256('a tool') }],
    images: [{ reference: `${source.host}/team/app:1.0`, architectures: ['amd64'] }],
  };
  await collect(at('mirror'));
  lab = await buildLab();
  const { context } = await openLab(lab, { mirror: at('mirror') });
  running = await startServer(context, { host: '127.0.0.1', port: 0, log: () => undefined });
});
afterAll(async () => {
  await running.close();
  source.close();
  lab.remove();
  rmSync(folder, { recursive: true });
});

it('skopeo reads the folder as an OCI image layout', async () => {
  const layout = `oci:${at('mirror/images')}:${source.host}/team/app:1.0`;
  const raw = await skopeo('inspect', '--raw', layout);
  expect(`sha256:${sha256(raw)}`).toBe(image.digest);
});

it('skopeo pulls from serve what the registry had', async () => {
  const from = `docker://127.0.0.1:${running.port}/team/app:1.0`;
  const flags = ['--src-tls-verify=false', '--override-arch', 'amd64', '--insecure-policy'];
  await skopeo('copy', ...flags, from, `dir:${at('pulled')}`);
  const manifest = readFileSync(at('pulled/manifest.json'));
  expect(`sha256:${sha256(manifest)}`).toBe(image.amd64);
});

it('another mirror takes everything from serve', async () => {
  await collect(at('second'), `http://127.0.0.1:${running.port}`);
  for (const name of ['files/tool/1/tool', 'images/index.json', 'images/oci-layout']) {
    expect(readFileSync(at(`second/${name}`)).equals(readFileSync(at(`mirror/${name}`)))).toBe(
      true,
    );
  }
});
