import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-apply-'));
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const main = resolve('src/cli/main.ts');
  const result = spawnSync(
    process.execPath,
    [main, 'apply-bundle', 'profiles/icc.yaml', ...words],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
    },
  );
  return { code: result.status, out: result.stdout, err: result.stderr };
}

test('a script per machine, the same for one as for all, readable by nobody else', () => {
  const apply = join(folder, 'out/icc/apply');
  const one = run('icc-ctrl-1');
  expect([one.code, one.out]).toEqual([0, 'out/icc/apply/icc-ctrl-1.sh\n']);
  expect(readdirSync(apply)).toEqual(['icc-ctrl-1.sh']);
  const path = join(apply, 'icc-ctrl-1.sh');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const before = readFileSync(path, 'utf8');
  expect(run('-q').code).toBe(0);
  expect(readdirSync(apply)).toHaveLength(12);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('an unknown machine is named with the nearest, and nothing is written', () => {
  const { code, err } = run('icc-ctl-1');
  expect([code, err]).toEqual([1, expect.stringContaining('did you mean icc-ctrl-1?')]);
  expect(readdirSync(folder)).toEqual(['profiles']);
});
