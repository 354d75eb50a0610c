import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, readManifest } from '../../../src/output/manifest.ts';
import { WorldError } from '../../../src/output/world-error.ts';
import { type OutputFile, writeOutput } from '../../../src/output/write-output.ts';

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-test-'));
  out = join(folder, 'out', 'icc');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string, mode = 0o600): OutputFile {
  return { path, bytes: Buffer.from(text), mode, secret: mode === 0o600 };
}

function write(files: Iterable<OutputFile>, accept = true) {
  const manifest = (artifacts: Manifest['artifacts']): Manifest => ({
    version: 1,
    cluster: 'icc',
    kubernetes: '1.36.3',
    secrets: {},
    placement: [],
    artifacts,
  });
  return writeOutput(out, readManifest(out), files, (artifacts) =>
    accept ? manifest(artifacts) : undefined,
  );
}

test('the first build creates every file with its mode, whatever the umask', () => {
  const before = process.umask(0o077);
  const changes = write([file('a/user-data', 'one'), file('public', 'two', 0o644)]);
  process.umask(before);
  expect(changes).toEqual({
    created: ['a/user-data', 'public'],
    changed: [],
    removed: [],
    unchanged: 0,
  });
  expect(statSync(join(out, 'a/user-data')).mode & 0o777).toBe(0o600);
  expect(statSync(join(out, 'public')).mode & 0o777).toBe(0o644);
  expect(readManifest(out)?.artifacts.map(({ path, size }) => [path, size])).toEqual([
    ['a/user-data', 3],
    ['public', 3],
  ]);
});

test('a second build touches nothing', () => {
  const files = [file('a/user-data', 'one'), file('b/user-data', 'two')];
  write(files);
  const times = () =>
    ['a/user-data', 'b/user-data', 'manifest.json'].map(
      (path) => statSync(join(out, path)).mtimeMs,
    );
  const before = times();
  expect(write(files)).toEqual({ created: [], changed: [], removed: [], unchanged: 2 });
  expect(times()).toEqual(before);
});

test('stale files go, with their emptied folder; files of the person stay', () => {
  write([file('a/user-data', 'one'), file('b/user-data', 'two')]);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const changes = write([file('a/user-data', 'changed')]);
  expect(changes).toEqual({
    created: [],
    changed: ['a/user-data'],
    removed: ['b/user-data'],
    unchanged: 0,
  });
  expect(readdirSync(out).sort()).toEqual(['a', 'manifest.json', 'notes.txt']);
});

test('a wrong mode is put right', () => {
  write([file('a', 'one', 0o644)]);
  expect(write([file('a', 'one', 0o600)])?.changed).toEqual(['a']);
  expect(statSync(join(out, 'a')).mode & 0o777).toBe(0o600);
});

test('a refused build leaves the old one as it was, and creates no directory', () => {
  expect(write([file('a', 'one')], false)).toBeUndefined();
  expect(existsSync(out)).toBe(false);
  write([file('a', 'one')]);
  expect(write([file('a', 'two'), file('b', 'three')], false)).toBeUndefined();
  expect(readFileSync(join(out, 'a'), 'utf8')).toBe('one');
  expect(readdirSync(out).sort()).toEqual(['a', 'manifest.json']);
});

test('a failure while compiling leaves the old one as it was', () => {
  write([file('a', 'one')]);
  function* failing() {
    yield file('a', 'two');
    throw new Error('compiler bug');
  }
  expect(() => write(failing())).toThrow('compiler bug');
  expect(readFileSync(join(out, 'a'), 'utf8')).toBe('one');
  expect(readdirSync(out).sort()).toEqual(['a', 'manifest.json']);
});

test('what a killed build left behind is cleared away', () => {
  write([file('a', 'one')]);
  mkdirSync(join(out, '.staging'));
  writeFileSync(join(out, '.staging', '0'), 'half');
  writeFileSync(join(out, '.lock'), '999999999');
  expect(write([file('a', 'one')])?.unchanged).toBe(1);
  expect(readdirSync(out).sort()).toEqual(['a', 'manifest.json']);
});

test('a second build at the same time is refused in one sentence', () => {
  write([file('a', 'one')]);
  writeFileSync(join(out, '.lock'), String(process.pid));
  expect(() => write([file('a', 'two')])).toThrow(WorldError);
  expect(readFileSync(join(out, 'a'), 'utf8')).toBe('one');
});

test('a directory that cannot be made is a failing world', () => {
  writeFileSync(join(folder, 'out'), 'a file');
  expect(() => write([file('a', 'one')])).toThrow(WorldError);
});
