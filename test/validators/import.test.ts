import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iccProfile, planFixture } from '../fixtures/cluster.ts';
import { makeGuidePki } from '../fixtures/guide-pki.ts';
import { readStore, refusedBy } from '../fixtures/verify-import.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-import-'));
const guide = join(folder, 'guide');
const store = join(folder, 'profiles/icc.secrets.yaml');

function run(...words: string[]) {
  const result = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

beforeAll(() => {
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  mkdirSync(guide);
  makeGuidePki(guide);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a cluster that was made by hand is taken over under its own CA', () => {
  const dry = run('import', 'profiles/icc.yaml', '--from', guide, '--dry-run', '--format', 'json');
  expect(dry.code).toBe(0);
  const told = JSON.parse(dry.out);
  expect(told.taken).toEqual([
    { secret: 'ca/kubernetes', file: 'ca.pem' },
    { secret: 'ca/etcd', file: 'ca.pem' },
    { secret: 'service-account-key', file: 'ca-key.pem' },
    { secret: 'bootstrap-token', file: 'bootstrap.kubeconfig' },
    { secret: 'certificate/kube-scheduler@icc-ctrl-1', file: 'scheduler.pem' },
  ]);
  const left = Object.fromEntries(
    told.left.map(({ file, why }: { file: string; why: string }) => [file, why]),
  );
  expect(left['kubernetes.pem']).toBe('no link asks for CN=kubernetes');
  expect(left['admin.pem']).toContain('admin@person will be issued: its subject is not');
  expect(left['notes.txt']).toBe('not understood');
  expect(left['scheduler.csr']).toBe('not understood');
  expect(dry.out).not.toContain('PRIVATE KEY');

  const done = run('import', 'profiles/icc.yaml', '--from', guide);
  expect([done.code, done.err]).toEqual([
    0,
    expect.stringContaining('profiles/icc.secrets.yaml written'),
  ]);
  expect(statSync(store).mode & 0o777).toBe(0o600);
  expect(run('build', 'profiles/icc.yaml', '-q')).toMatchObject({ code: 0, err: '' });
  const cluster = planFixture(iccProfile());
  const secrets = readStore(store);
  const ca = join(guide, 'ca.pem');
  expect(refusedBy(ca, 'kubernetes', cluster, secrets)).toEqual([]);
  expect(refusedBy(ca, 'etcd', cluster, secrets)).toEqual([]);
  expect(refusedBy(ca, 'front-proxy', cluster, secrets)).not.toEqual([]);
  expect(secrets.certificates['kube-scheduler@icc-ctrl-1']?.certificate).toBe(
    readFileSync(join(guide, 'scheduler.pem'), 'utf8'),
  );
  const bytes = readFileSync(join(folder, 'out/icc/icc-etcd-1/user-data'));
  const member = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
  expect(member).toContain('initial-cluster-state=existing');
});

test('a store that is there is left alone', () => {
  const before = readFileSync(store, 'utf8');
  const again = run('import', 'profiles/icc.yaml', '--from', guide);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('import/store-exists')]);
  expect(readFileSync(store, 'utf8')).toBe(before);
});

test('without a CA, or its key, nothing is written', () => {
  const other = join(folder, 'other');
  mkdirSync(other);
  const words = ['import', 'profiles/icc.yaml', '--secrets', 'other.yaml', '--from', 'other'];
  expect(run(...words)).toMatchObject({ code: 1, err: expect.stringContaining('import/no-ca]') });
  cpSync(join(guide, 'ca.pem'), join(other, 'ca.pem'));
  expect(run(...words)).toMatchObject({
    code: 1,
    err: expect.stringContaining('import/no-ca-key'),
  });
  expect(run('import', 'profiles/icc.yaml', '--from', 'nowhere', '--secrets', 'x')).toMatchObject({
    code: 3,
  });
});
