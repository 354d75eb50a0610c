import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../../src/output/lock.ts';
import { openStore, saveStore } from '../../../src/output/store.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-store-'));
  path = join(folder, 'icc.secrets.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writer = join(import.meta.dirname, 'killed-writer.ts');
const holder = join(import.meta.dirname, 'lock-holder.ts');
const older = `old ${'x'.repeat(10_000)}\n`;
const newer = `new ${'y'.repeat(20_000)}\n`;

test.each([
  ['a first store', undefined],
  ['a store that is replaced', older],
])(
  '%s is whole wherever its writer is killed',
  async (_title, before) => {
    const seen = new Set<string | undefined>();
    let killed = 0;
    for (const when of ['before', 'after']) {
      for (let count = 1; ; count += 1) {
        rmSync(path, { force: true });
        if (before !== undefined) writeFileSync(path, before, { mode: 0o600 });
        const { signal, status, stderr } = spawnSync(
          process.execPath,
          [writer, path, String(count), when, newer],
          { encoding: 'utf8' },
        );
        const content = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
        expect([before, newer]).toContain(content);
        seen.add(content);
        if (signal !== 'SIGKILL') {
          expect([status, stderr]).toEqual([0, '']);
          break;
        }
        killed += 1;
        // Whoever comes next is not held up, and clears away what is left.
        saveStore(await openStore(path), newer);
        expect(readdirSync(folder)).toEqual(['icc.secrets.yaml']);
      }
    }
    expect(killed).toBeGreaterThanOrEqual(20);
    expect(seen).toEqual(new Set([before, newer]));
  },
  120_000,
);

function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((done) => {
    child.once('close', (code) => done({ code, out, err }));
  });
}

test('of many processes that find the lock of a dead one, one at a time is inside', async () => {
  const lock = join(folder, 'lock');
  for (let round = 0; round < 3; round += 1) {
    writeFileSync(lock, '999999999');
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, [holder, lock, join(folder, 'inside'), '150']),
    );
    const results = await Promise.all(children.map(ended));
    expect(results.map(({ code, err }) => [code, err])).toEqual(Array(6).fill([0, '']));
    expect(results.reduce((sum, { out }) => sum + Number(out), 0)).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  }
}, 120_000);

test('a lock whose number another process has by now is taken over', () => {
  const lock = join(folder, 'lock');
  writeFileSync(lock, `${process.pid} 1`);
  expect(withLock(lock, () => 'done')).toBe('done');
  writeFileSync(lock, String(process.ppid));
  expect(() => withLock(lock, () => 'done')).toThrow(`process ${process.ppid}`);
});

test('builds at the same time leave one store, whole, and documents that fit it', async () => {
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (file) => !file.endsWith('.secrets.yaml'),
  });
  const profile = join(folder, 'profiles/icc.yaml');
  const build = () =>
    ended(spawn(process.execPath, [resolve('src/cli/main.ts'), 'build', profile], { cwd: folder }));
  const results = await Promise.all([build(), build(), build(), build()]);
  expect(results.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
  for (const { code, err } of results.filter((result) => result.code !== 0)) {
    expect(code).toBe(3);
    expect(err).toMatch(/another clusterseed|changed by somebody else/);
  }
  const again = await build();
  expect(again.err).toContain('nothing changed');
  expect(readdirSync(join(folder, 'profiles')).filter((name) => /secrets/.test(name))).toEqual([
    'icc.secrets.yaml',
  ]);
}, 120_000);
