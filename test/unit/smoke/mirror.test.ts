import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mirror, startMirror } from '../../../src/smoke/mirror.ts';

let folder: string;
let mirror: Mirror;
let time = 0;
const url = (path: string): string => `http://127.0.0.1:${mirror.port}${path}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clusterseed-test-'));
  await writeFile(join(folder, 'kubelet'), 'binary');
  mirror = await startMirror({ folder, now: () => time });
});
afterEach(async () => {
  await mirror.close();
  await rm(folder, { recursive: true });
});

describe('the mirror', () => {
  it('serves files and counts what it gave', async () => {
    expect(await (await fetch(url('/kubelet?x=1'))).text()).toBe('binary');
    await fetch(url('/kubelet'), { method: 'HEAD' });
    expect((await fetch(url('/other'))).status).toBe(404);
    expect(mirror.requests('/kubelet')).toBe(1);
    expect(mirror.requests('/other')).toBe(0);
  });

  it('answers ranges', async () => {
    const part = await fetch(url('/kubelet'), { headers: { range: 'bytes=2-3' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-3/6',
      'na',
    ]);
    expect((await fetch(url('/kubelet'), { headers: { range: 'bytes=9-' } })).status).toBe(416);
  });

  it('has nothing outside its folder', async () => {
    expect((await fetch(url('/..%2f..%2fetc/passwd'))).status).toBe(404);
    expect((await fetch(url('/'))).status).toBe(404);
  });

  it('spoils one download', async () => {
    mirror.corruptOnce('/kubelet');
    expect(await (await fetch(url('/kubelet'))).text()).not.toBe('binary');
    expect(await (await fetch(url('/kubelet'))).text()).toBe('binary');
  });

  it('is down for as long as it is told to be', async () => {
    mirror.goDown(60);
    time += 59_999;
    await expect(fetch(url('/kubelet'))).rejects.toThrow();
    time += 1;
    expect((await fetch(url('/kubelet'))).status).toBe(200);
  });
});
