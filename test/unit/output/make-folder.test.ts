import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolder } from '../../../src/output/make-folder.ts';
import { labProfile } from '../../fixtures/server.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-folder-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes what is missing with the mode, and leaves what is there', () => {
  mkdirSync(join(folder, 'there'), { mode: 0o755 });
  makeFolder(join(folder, 'there/a/b'), 0o700);
  makeFolder(join(folder, 'there/a'), 0o755);
  const modes = ['there', 'there/a', 'there/a/b'].map(
    (path) => statSync(join(folder, path)).mode & 0o777,
  );
  expect(modes).toEqual([0o755, 0o700, 0o700]);
});

it('follows a link to a folder', () => {
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  makeFolder(join(folder, 'link/below'));
  expect(statSync(join(folder, 'real/below')).isDirectory()).toBe(true);
});

it('says what is in the way', () => {
  symlinkSync('nowhere', join(folder, 'dangling'));
  writeFileSync(join(folder, 'file'), '');
  const failure = (path: string) => () => makeFolder(resolve(folder, path));
  expect(failure('dangling/below')).toThrow(`${folder}/dangling is in the way: it is no folder`);
  expect(failure('file/below')).toThrow(`${folder}/file is in the way: it is no folder`);
  expect(failure('/proc/clusterseed/below')).toThrow(
    'cannot make /proc/clusterseed: /proc takes no new folder; was it removed?',
  );
});

it('a build in a folder that was removed ends with one sentence', () => {
  const profile = join(folder, 'lab.yaml');
  writeFileSync(profile, labProfile);
  const build = `${process.execPath} ${resolve('src/cli/main.ts')} build ${profile} --quiet`;
  const line = `mkdir ${folder}/gone && cd ${folder}/gone && rmdir ${folder}/gone && exec ${build}`;
  const { status, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toBe(
    'clusterseed: cannot make out: the working directory takes no new folder; was it removed?\n',
  );
  expect(status).toBe(3);
});
