import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectMirror } from '../../../src/mirror/collect.ts';
import type { Lock } from '../../../src/mirror/lock.ts';
import { putImage, type SourceServer, sha256, startSource } from '../../fixtures/source-server.ts';

let folder: string;
let source: SourceServer;
let lines: string[];
const bytesOf = (name: string) => Buffer.from(`${name} `.repeat(20_000));
const names = Array.from({ length: 9 }, (_, index) => `tool-${index}`);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-mirror-'));
  source = await startSource('open sesame');
  lines = [];
  for (const name of names) source.things.set(`/up/${name}`, { bytes: bytesOf(name) });
});
afterEach(() => {
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

const lock = (images: Lock['images'] = []): Lock => ({
  version: 1,
  cluster: 'lab',
  files: names.map((name) => ({
    path: `${name}/1.0/${name}`,
    url: `${source.url}/up/${name}`,
    sha256: sha256(bytesOf(name)),
  })),
  images,
});
const collect = (what: Lock, to = folder, from?: string) =>
  collectMirror(what, {
    folder: to,
    progress: (line) => void lines.push(line),
    pauseMs: 5,
    ...(from === undefined ? {} : { from }),
  });
const file = (name: string) => join(folder, 'files', name, '1.0', name);

it('brings every file, four at a time, and asks for nothing twice', async () => {
  source.gate = 4;
  await collect(lock());
  for (const name of names) expect(readFileSync(file(name)).equals(bytesOf(name))).toBe(true);
  expect(source.peak()).toBe(4);
  expect(lines).toHaveLength(9);
  const asked = source.seen.length;
  await collect(lock());
  expect(source.seen.length).toBe(asked);
});

it('goes on where a connection broke, and throws away what is wrong', async () => {
  source.faults.set('/up/tool-1', ['cut']);
  const begun = `${file('tool-1')}.part`;
  source.cutWhen = () => (statSync(begun, { throwIfNoEntry: false })?.size ?? 0) > 0;
  source.faults.set('/up/tool-2', ['wrong', 'busy']);
  writeFileSync(join(folder, 'x'), '');
  await collect(lock());
  const size = bytesOf('tool-1').length;
  expect(source.seen).toContainEqual(expect.stringMatching(/^\/up\/tool-1 bytes=\d{4,}-$/));
  expect(statSync(file('tool-1')).size).toBe(size);
  for (const name of names) expect(readFileSync(file(name)).equals(bytesOf(name))).toBe(true);
  expect(readdirSync(join(folder, 'files/tool-2/1.0'))).toEqual(['tool-2']);
});

it('replaces a file that was spoilt on the disk', async () => {
  await collect(lock());
  writeFileSync(file('tool-3'), 'spoilt');
  writeFileSync(`${file('tool-4')}.part`, 'x'.repeat(bytesOf('tool-4').length + 5));
  rmSync(file('tool-4'));
  await collect(lock());
  expect(readFileSync(file('tool-3')).equals(bytesOf('tool-3'))).toBe(true);
  expect(readFileSync(file('tool-4')).equals(bytesOf('tool-4'))).toBe(true);
});

it('tells all that is missing in one sentence, and keeps the rest', async () => {
  source.things.delete('/up/tool-0');
  source.faults.set('/up/tool-5', ['busy', 'busy', 'busy', 'busy', 'busy']);
  await expect(collect(lock())).rejects.toThrow(
    '2 of 9 could not be fetched (run it again): tool-0/1.0/tool-0: HTTP 404; tool-5/1.0/tool-5: HTTP 503',
  );
  expect(source.seen.filter((line) => line.startsWith('/up/tool-0'))).toHaveLength(1);
  expect(existsSync(file('tool-8'))).toBe(true);
  await expect(collect(lock())).rejects.toThrow('1 of 9');
});

it('pulls images through a registry’s token, for the wanted architectures only', async () => {
  const one = putImage(source, 'team/app', '1.0', ['shared layer', 'own layer']);
  const two = putImage(source, 'team/other', '2', ['shared layer']);
  const images: Lock['images'] = [
    { reference: `${source.host}/team/app:1.0`, architectures: ['amd64'] },
    {
      reference: `${source.host}/team/other:2`,
      digest: two.digest,
      architectures: ['amd64', 'arm64'],
    },
  ];
  await collect(lock(images));
  const root = join(folder, 'images');
  const index = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8'));
  expect(index.manifests.map(({ digest }: { digest: string }) => digest)).toEqual([
    one.digest,
    two.digest,
  ]);
  const blobs = readdirSync(join(root, 'blobs/sha256'));
  for (const name of blobs)
    expect(sha256(readFileSync(join(root, 'blobs/sha256', name)))).toBe(name);
  // app: index, manifest, config; other: index, two manifests, two configs (one of them app's twin); two layers.
  expect(blobs).toContain(sha256('own layer'));
  expect(source.seen.filter((line) => line.includes(sha256('shared layer')))).toHaveLength(1);
  expect(JSON.parse(readFileSync(join(root, 'oci-layout'), 'utf8'))).toEqual({
    imageLayoutVersion: '1.0.0',
  });
});

it('refuses an image with another digest than the lock’s, and one for no wanted architecture', async () => {
  putImage(source, 'team/app', '1.0', ['layer']);
  const reference = `${source.host}/team/app:1.0`;
  const digest = `sha256:${sha256('other')}`;
  await expect(collect(lock([{ reference, digest, architectures: ['amd64'] }]))).rejects.toThrow(
    'HTTP 404',
  );
  source.things.set(`/v2/team/app/manifests/${digest}`, { bytes: Buffer.from('{}') });
  await expect(collect(lock([{ reference, digest, architectures: ['amd64'] }]))).rejects.toThrow(
    'digest differs',
  );
  expect(existsSync(join(folder, 'images/index.json'))).toBe(false);
});
