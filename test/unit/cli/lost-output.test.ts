import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { labProfile } from '../../fixtures/server.ts';

const main = resolve('src/cli/main.ts');
const full = openSync('/dev/full', 'w');
let folder: string;
let server: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-lost-'));
  writeFileSync(join(folder, 'lab.yaml'), labProfile);
});
afterAll(() => {
  server?.kill('SIGKILL');
  closeSync(full);
  rmSync(folder, { recursive: true, force: true });
});

it('a standard output on a full disk is one sentence and exit 3', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, 'explain', 'profile/no-nameserver'],
    {
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('clusterseed: cannot write standard output: no space is left on the disk\n');
  expect(status).toBe(3);
});

it('a reader that has gone needs no sentence', () => {
  const line = `${process.execPath} ${main} explain profile/no-nameserver | true; echo \${PIPESTATUS[0]}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['3\n', '']);
});

it('a build that can say nothing is built all the same', () => {
  const { status } = spawnSync(process.execPath, [main, 'build', 'lab.yaml'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', full],
  });
  expect(status).toBe(0);
  expect(existsSync(join(folder, 'out/lab/manifest.json'))).toBe(true);
});

it('a server whose log nobody reads any more goes on serving', async () => {
  server = spawn(process.execPath, [main, 'serve', 'lab.yaml', '--listen', '127.0.0.1:0'], {
    cwd: folder,
  });
  server.stdout?.destroy();
  let said = '';
  server.stderr?.on('data', (piece) => {
    said += String(piece);
  });
  const port = await vi.waitUntil(() => /on 127\.0\.0\.1:(\d+)/.exec(said)?.[1], 30_000);
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(answer.status).toBe(200);
    await new Promise((later) => setTimeout(later, 150));
  }
  const ended = new Promise((later) => server?.once('exit', later));
  server.kill('SIGTERM');
  expect(await ended).toBe(3);
  expect(said.match(/the log is lost from here on; serving goes on\n/g)).toHaveLength(1);
  expect(said).not.toContain('    at ');
});
