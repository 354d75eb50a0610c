import {
  chmodSync,
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
import {
  readSecretsFile,
  secretsPathOf,
  writeSecretsFile,
} from '../../../src/output/secrets-file.ts';
import { WorldError } from '../../../src/output/world-error.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-test-'));
  path = join(folder, 'icc.secrets.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['icc.yaml', 'icc.secrets.yaml'],
  ['a/b.yml', 'a/b.secrets.yaml'],
  ['profile', 'profile.secrets.yaml'],
])('the secrets of %s lie in %s', (profile, secrets) => {
  expect(secretsPathOf(profile)).toBe(secrets);
});

test('a new file has mode 0600 whatever the umask', () => {
  const before = process.umask(0);
  writeSecretsFile(path, 'one', undefined);
  process.umask(before);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readSecretsFile(path)).toBe('one');
});

test('what somebody else wrote meanwhile is not overwritten', () => {
  writeSecretsFile(path, 'theirs', undefined);
  expect(() => writeSecretsFile(path, 'ours', undefined)).toThrow(WorldError);
  expect(() => writeSecretsFile(path, 'ours', 'older')).toThrow(WorldError);
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(readdirSync(folder)).toEqual(['icc.secrets.yaml']);
});

test('it is completed when it is as it was read', () => {
  writeSecretsFile(path, 'one', undefined);
  writeSecretsFile(path, 'one and two', 'one');
  expect(readSecretsFile(path)).toBe('one and two');
});

test('a file that others can read is refused, and the mend is said', () => {
  writeFileSync(path, 'one');
  chmodSync(path, 0o644);
  expect(() => readSecretsFile(path)).toThrow(/chmod 600/);
});
