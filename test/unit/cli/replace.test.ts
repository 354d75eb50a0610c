import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-replace-'));
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(...words: string[]) {
  const main = resolve('src/cli/main.ts');
  const result = spawnSync(process.execPath, [main, 'build', 'profiles/icc.yaml', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  });
  return { code: result.status, err: result.stderr };
}

const text = (path: string) => readFileSync(join(folder, path), 'utf8');
const state = (name: string) =>
  /initial-cluster-state=(\w+)/.exec(text(`out/icc/${name}/user-data`))?.[1];

test('a replaced member joins for good, and its guide stays beside the documents', () => {
  expect(build('--replace', 'icc-etcd-3').err).toContain('replace/never-built');
  expect(existsSync(join(folder, 'out'))).toBe(false);
  expect(build().code).toBe(0);
  expect(state('icc-etcd-3')).toBe('new');
  const replaced = build('--replace', 'icc-etcd-3', 'icc-worker-1');
  expect(replaced.code).toBe(0);
  const guide = text('out/icc/replace-icc-etcd-3+icc-worker-1.md');
  expect(replaced.err).toContain(guide);
  expect(guide).toContain("member add icc-etcd-3 '--peer-urls=https://141.22.30.34:2380'");
  expect(guide).toContain('icc-worker-1: comes back by its plain document');
  expect(build().code).toBe(0);
  expect([state('icc-etcd-2'), state('icc-etcd-3')]).toEqual(['new', 'existing']);
  expect(existsSync(join(folder, 'out/icc/replace-icc-etcd-3+icc-worker-1.md'))).toBe(true);
  expect(build('--never-ran').err).toContain('replace/taken-as-new');
  expect(state('icc-etcd-3')).toBe('new');
});

test('what cannot be is told, and nothing is written', () => {
  expect(build().code).toBe(0);
  const before = text('profiles/icc.secrets.yaml');
  const wrong = build('--replace', 'icc-etc-3', 'icc-etcd-1', 'icc-etcd-2', 'icc-etcd-4');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('did you mean icc-etcd-3?');
  expect(wrong.err).toContain('replace/quorum-lost');
  expect(text('profiles/icc.secrets.yaml')).toBe(before);
  expect(state('icc-etcd-1')).toBe('new');
  expect(build('--replace', 'icc-etcd-1', '--never-ran').code).toBe(2);
});
