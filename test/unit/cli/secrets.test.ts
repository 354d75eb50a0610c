import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const kept = mkdtempSync(join(tmpdir(), 'clusterseed-secrets-'));
let folder: string;
let profile: string;
let store: string;

/** A day within the certificates that the first build makes. */
const today = 1_795_000_000;

function run(words: readonly string[], at = today) {
  const result = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: String(at), NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const secrets = (command: string, ...words: readonly string[]) =>
  run(['secrets', command, profile, ...words]);

beforeAll(() => {
  folder = kept;
  cpSync('profiles', join(kept, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  expect(run(['build', join(kept, 'profiles/icc.yaml')]).code).toBe(0);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-secrets-'));
  cpSync(kept, folder, { recursive: true });
  profile = join(folder, 'profiles/icc.yaml');
  store = join(folder, 'profiles/icc.secrets.yaml');
  return () => rmSync(folder, { recursive: true, force: true });
});
afterAll(() => rmSync(kept, { recursive: true, force: true }));

interface Row {
  readonly name: string;
  readonly state: string;
  readonly daysLeft?: number;
  readonly dependents: readonly string[];
  readonly places: readonly {
    readonly node: string;
    readonly path: string;
    readonly holds: string;
  }[];
}

test('status tells of every secret where it is, how long it lives, what depends on it', () => {
  const { code, out } = secrets('status', '--format', 'json');
  expect(code).toBe(0);
  const rows = (JSON.parse(out) as { secrets: Row[] }).secrets;
  const row = (name: string) => rows.find((each) => each.name === name);
  const keyPlaces = (name: string) =>
    row(name)
      ?.places.filter(({ holds }) => holds === 'secret')
      .map(({ node, path }) => `${node}:${path}`);
  expect(rows).toHaveLength(6 + 45);
  expect(keyPlaces('ca/etcd')).toEqual([]);
  expect(keyPlaces('ca/kubernetes')).toEqual(
    [1, 2, 3].map((number) => `icc-ctrl-${number}:/etc/kubernetes/pki/ca.key`),
  );
  expect(keyPlaces('certificate/etcd-peer@icc-etcd-1')).toEqual([
    'icc-etcd-1:/etc/etcd/pki/peer.key',
  ]);
  expect(keyPlaces('certificate/admin@person')).toEqual(['person:admin.kubeconfig']);
  expect(row('certificate/etcd-peer@icc-etcd-1')?.daysLeft).toBe(365);
  expect(row('certificate/etcd-peer@icc-etcd-1')?.dependents).toContain(
    'etcd@icc-etcd-1 → etcd@icc-etcd-2',
  );
  expect(row('ca/front-proxy')?.dependents).toEqual(
    [1, 2, 3].map((number) => `front-proxy-client@icc-ctrl-${number}`),
  );
  expect(out).not.toContain('PRIVATE KEY');
});

test('status is a gate for CI', () => {
  expect(secrets('status', '--fail-within', '300d', '-q')).toMatchObject({
    code: 0,
    out: '',
    err: '',
  });
  const late = secrets('status', '--fail-within', '366d', '-q');
  expect(late.code).toBe(1);
  expect(late.err).toContain('certificate/etcd-peer@icc-etcd-1 (2027-');
  expect(late.err).not.toContain('ca/');
  expect(secrets('status', '--fail-within', 'soon').code).toBe(2);
});

test('renew says whom it concerns, a dry run writes nothing, restore brings the old one back', () => {
  const before = readFileSync(store, 'utf8');
  const dry = secrets('renew', '--node', 'icc-etcd-1', '--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.err).toContain('  etcd-peer@icc-etcd-1\n  etcd-server@icc-etcd-1\n');
  expect(dry.err).toContain('icc-etcd-1: 4 files; restart etcd.service');
  expect(readFileSync(store, 'utf8')).toBe(before);
  expect(secrets('renew', '--node', 'icc-etcd-1').code).toBe(0);
  const renewed = readFileSync(store, 'utf8');
  expect(renewed).toContain('retired:');
  expect(statSync(store).mode & 0o777).toBe(0o600);
  const ids = ['etcd-peer@icc-etcd-1', 'etcd-server@icc-etcd-1'];
  expect(secrets('restore', ...ids).code).toBe(0);
  expect(run(['build', profile]).err).toContain('nothing changed');
  expect(secrets('drop', '--all').code).toBe(0);
  expect(readFileSync(store, 'utf8')).toBe(before);
});

test('renew by age and by fit', () => {
  expect(secrets('renew', '--within', '30d').err).toContain('nothing to change');
  const soon = run(
    ['secrets', 'renew', profile, '--within', '30d', '--dry-run'],
    today + 340 * 86_400,
  );
  expect(soon.err).toContain('  admin@person\n');
  const text = readFileSync(profile, 'utf8');
  writeFileSync(profile, text.replaceAll('10.240.0.10/', '10.240.0.19/'));
  const stale = run(['build', profile]);
  expect(stale.code).toBe(1);
  expect(stale.err).toContain('secrets renew PROFILE --certificate');
  const renewed = secrets('renew', '--stale');
  expect(renewed.code).toBe(0);
  expect(renewed.err).toContain('  kube-apiserver@icc-ctrl-1\n');
  expect(run(['build', profile]).code).toBe(0);
});

test('wrong names and missing selections are told', () => {
  const wrong = secrets('renew', '--certificate', 'etcd-pear@icc-etcd-1', '--node', 'icc-etcd-9');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('did you mean etcd-peer@icc-etcd-1?');
  expect(wrong.err).toContain('pki/unknown-node');
  expect(secrets('renew').code).toBe(2);
  expect(secrets('rotate', 'ca/kubernetis').code).toBe(2);
  expect(secrets('drop', 'ca/etcd').code).toBe(1);
});

test('a rotation goes stage by stage, and what was not built is told', () => {
  const step = (...words: readonly string[]) => secrets('rotate', 'service-account', ...words);
  const trust = step();
  expect(trust.code).toBe(0);
  expect(trust.err).toContain('service-account-key: none → trust');
  expect(trust.err).toContain(
    'one at a time, each healthy again before the next: icc-ctrl-1, icc-ctrl-2, icc-ctrl-3',
  );
  expect(trust.err).toContain('static pod kube-apiserver');
  expect(step('--stage', 'drop').err).toContain('pki/stage-order');
  expect(step('--dry-run').err).toContain('output/stage-not-built');
  expect(run(['build', profile]).code).toBe(0);
  expect(step().err).not.toContain('output/stage-not-built');
  expect(step().err).toContain('output/stage-not-built');
  expect(run(['build', profile]).err).toContain('output/stage-skipped');
  expect(secrets('drop', 'service-account-key').code).toBe(0);
  expect(run(['build', profile]).err).toContain('nothing changed');
  expect(readFileSync(join(folder, 'out/icc/manifest.json'), 'utf8')).not.toContain('rotations');
});
