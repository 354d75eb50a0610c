import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Manifest } from '../../../src/output/manifest.ts';

let folder: string;
let profile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-cli-'));
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  profile = join(folder, 'profiles', 'icc.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const main = resolve('src/cli/main.ts');
  const result = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

function snapshot(): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, `${statSync(path).mtimeMs} ${readFileSync(path, 'base64')}`]),
  );
}

const manifest = () =>
  JSON.parse(readFileSync(join(folder, 'out/icc/manifest.json'), 'utf8')) as Manifest;

test('build writes every document within its limit; a second build touches no byte', () => {
  const first = run('build', profile);
  expect(first.err).toContain('icc-worker-3');
  expect(first.code).toBe(0);
  expect(statSync(join(folder, 'profiles/icc.secrets.yaml')).mode & 0o777).toBe(0o600);
  const artifacts = manifest().artifacts;
  expect(artifacts.filter(({ path }) => path.endsWith('user-data'))).toHaveLength(12);
  expect(artifacts.filter(({ path }) => path.endsWith('config.ign'))).toHaveLength(12);
  for (const { path, size, mode, secret } of artifacts) {
    expect(Math.ceil(size / 3) * 4).toBeLessThanOrEqual(65_535);
    expect(mode).toBe(secret ? '0600' : '0644');
    if (/ctrl-\d\/user-data/.test(path)) expect(size).toBeLessThanOrEqual(16_384);
  }
  const before = snapshot();
  expect(run('build', profile).err).toContain('nothing changed');
  expect(snapshot()).toEqual(before);
});

test('what is in out/ names no secret that a node does not need', () => {
  run('build', profile);
  const held = (node: string) =>
    manifest()
      .placement.filter((row) => row.node === node)
      .map(({ secret }) => secret);
  expect(held('icc-worker-1')).toEqual(
    expect.arrayContaining(['bootstrap-token', 'certificate/kubelet-serving@icc-worker-1']),
  );
  expect(new Set(held('icc-worker-1')).size).toBe(2);
  expect(held('icc-frontend-1')).toEqual([]);
  expect([...new Set(held('icc-etcd-2'))].sort()).toEqual([
    'certificate/etcd-peer@icc-etcd-2',
    'certificate/etcd-server@icc-etcd-2',
  ]);
  const everybody = manifest().placement.map(({ secret }) => secret);
  expect(everybody).not.toContain('ca/etcd');
  expect(everybody).not.toContain('ca/front-proxy');
  const holders = manifest().placement.filter(({ secret }) => secret === 'ca/kubernetes');
  expect([...new Set(holders.map(({ node }) => node))]).toEqual([
    'icc-ctrl-1',
    'icc-ctrl-2',
    'icc-ctrl-3',
  ]);
});

test('no key of the store is found where the manifest does not place it', () => {
  run('build', profile);
  interface Store {
    certificates: Record<string, { key: string }>;
    cas: Record<string, { key: string }>;
  }
  const store = load(readFileSync(join(folder, 'profiles/icc.secrets.yaml'), 'utf8')) as Store;
  const keys = [
    ...Object.entries(store.certificates).map(
      ([id, { key }]) => [`certificate/${id}`, key] as const,
    ),
    ...Object.entries(store.cas).map(([id, { key }]) => [`ca/${id}`, key] as const),
  ];
  for (const { path, node } of manifest().artifacts) {
    if (!path.endsWith('user-data')) continue;
    const bytes = readFileSync(join(folder, 'out/icc', path));
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString().replaceAll(/\s/g, '');
    const found = keys.filter(([, key]) =>
      text.includes(key.replaceAll(/-----[^-]*-----|\s/g, '')),
    );
    const placed = manifest().placement.filter((row) => row.node === node);
    const allowed = new Set(placed.map(({ secret }) => secret));
    expect(found.map(([name]) => name).filter((name) => !allowed.has(name))).toEqual([]);
  }
});

test('check writes nothing at all', () => {
  const before = snapshot();
  expect(run('check', profile).code).toBe(0);
  expect(snapshot()).toEqual(before);
});

test('lost secrets stop the build, and nothing changes', () => {
  run('build', profile);
  rmSync(join(folder, 'profiles/icc.secrets.yaml'));
  const before = snapshot();
  const result = run('build', profile);
  expect(result.code).toBe(1);
  expect(result.err).toContain('output/secrets-gone');
  expect(snapshot()).toEqual(before);
});

test('a certificate is issued anew only when asked for', () => {
  run('build', profile);
  const fingerprints = manifest().secrets;
  const renewed = run('secrets', 'renew', profile, '--certificate', 'etcd-peer@icc-etcd-1');
  expect(renewed.code).toBe(0);
  expect(renewed.err).toContain('icc-etcd-1: 2 files; restart etcd.service');
  expect(run('build', profile).code).toBe(0);
  const after = manifest().secrets;
  const changed = Object.keys(after).filter((name) => after[name] !== fingerprints[name]);
  expect(changed).toEqual(['certificate/etcd-peer@icc-etcd-1']);
});

test('a removed machine’s documents go, everybody else’s stay', () => {
  run('build', profile);
  const text = readFileSync(profile, 'utf8');
  writeFileSync(profile, text.replace(/.*icc-worker-3.*\n/, ''));
  const result = run('build', profile);
  expect(result.code).toBe(0);
  expect(existsSync(join(folder, 'out/icc/icc-worker-3'))).toBe(false);
  expect(result.err).toMatch(/4 removed/);
});

test('bad input: every mistake, exit 1, nothing written', () => {
  const text = readFileSync(profile, 'utf8');
  writeFileSync(
    profile,
    text.replace('1.36.3', '1.99.0').replace('platform: openstack', 'platfrom: openstack'),
  );
  const before = snapshot();
  for (const command of ['build', 'smoke']) {
    const result = run(command, profile);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/icc\.yaml:\d+:\d+: error\[profile\/unknown-key\]/);
    expect(result.err).toMatch(/icc\.yaml:\d+:\d+: error\[profile\/unknown-version\]/);
    expect(snapshot()).toEqual(before);
  }
});

test('machine-readable results', () => {
  const result = JSON.parse(run('check', profile, '--format', 'json').out) as {
    ok: boolean;
    documents: unknown[];
  };
  expect(result.ok).toBe(true);
  expect(result.documents).toHaveLength(24);
});

test.each([
  [2, ['build']],
  [2, ['nonsense']],
  [2, ['build', 'x.yaml', '--nonsense']],
  [2, ['smoke', 'x.yaml', '--memory', 'much']],
  [2, ['smoke', 'x.yaml', '--memory', '12']],
  [2, ['smoke', 'profiles/icc.yaml', '--node', 'nobody']],
  [3, ['smoke', 'missing.yaml']],
  [3, ['build', 'missing.yaml']],
  [0, ['version']],
  [0, ['--help']],
])('exit code %i for %j', (code, words) => {
  const result = run(...words);
  expect(result.code).toBe(code);
  expect(result.err).not.toContain('    at ');
});

test.each([
  [['build', ''], '<profile>'],
  [['build', 'x.yaml', '--out', ''], '-o, --out <directory>'],
  [['serve', 'arm', 'c1', ''], '<node>'],
])('a word of %j is empty, as an unset variable is', (words, what) => {
  const { code, err } = run(...words);
  expect(err).toMatch(new RegExp(`^error: ${what} is empty; is a variable unset\\?\n`));
  expect(code).toBe(2);
});

test('help lists every command in its order, under what it is for', () => {
  const { code, out } = run('help');
  const names = [...out.matchAll(/^ {2}([a-z-]+)(?= |$)/gm)].map(([, name]) => name);
  expect([code, names.filter((name) => !name?.startsWith('-'))]).toEqual([
    0,
    [
      ...['init', 'build', 'check', 'diff', 'explain', 'topology', 'package', 'pack'],
      ...['serve', 'lock', 'mirror', 'smoke'],
      ...['secrets', 'apply-bundle', 'upgrade', 'import', 'version', 'help'],
    ],
  ]);
});

test('init writes a profile that builds without a warning, and never over a file', () => {
  expect(run('init', 'my.yaml').code).toBe(0);
  expect(run('build', 'my.yaml', '--strict').code).toBe(0);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('*.secrets.yaml');
  expect(run('init', 'my.yaml').code).toBe(3);
});

test('says its version as people ask for it', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(run('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  expect(run('version').out).toBe(`clusterseed ${version} (Node ${process.versions.node})\n`);
});
