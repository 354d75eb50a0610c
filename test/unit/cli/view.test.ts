import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BuildDiff } from '../../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-view-'));
const shipped = readFileSync('profiles/icc.yaml', 'utf8');

function run(...words: readonly string[]) {
  const result = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const write = (name: string, edit: (text: string) => string) =>
  writeFileSync(join(folder, name), edit(shipped));
const flagged = (text: string) =>
  text.replace('  apiServer:', '  apiServer:\n    extraArgs: { v: "4" }');

beforeAll(() => {
  cpSync('profiles/icc', join(folder, 'icc'), { recursive: true });
  write('icc.yaml', (text) => text);
  expect(run('build', 'icc.yaml', '-q').code).toBe(0);
}, 120_000);
beforeEach(() => write('icc.yaml', (text) => text));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a profile as it was built: no difference, exit 0 also with --exit-code', () => {
  const { code, out } = run('diff', 'icc.yaml', '--exit-code');
  expect([code, out]).toEqual([
    0,
    'icc: icc.yaml gives what out/icc has; 12 nodes, nothing to do\n',
  ]);
});

test('a flag: its line, what restarts, what to do; exit 4 with --exit-code, 0 without', () => {
  write('icc.yaml', flagged);
  const { code, out } = run('diff', 'icc.yaml', '--exit-code');
  expect(code).toBe(4);
  expect(out).toContain('icc: from out/icc to icc.yaml: 3 nodes differ, 9 do not');
  expect(out).toContain('icc-ctrl-1, icc-ctrl-2, icc-ctrl-3 (controller): restart in place');
  expect(out).toContain('cause: icc.yaml:10:21 added kubernetes.apiServer.extraArgs.v');
  expect(out).toContain('+    - --v=4');
  expect(out).toContain('1. Build the documents.');
  expect(run('diff', 'icc.yaml').code).toBe(0);
  const markdown = run('diff', 'icc.yaml', '--format', 'markdown').out;
  expect(markdown).toContain(
    '| icc-ctrl-1, icc-ctrl-2, icc-ctrl-3 | controller | restart in place',
  );
  expect(markdown).toContain('```diff');
});

test('a removed machine is told at its line in the profile that was built', () => {
  write('icc.yaml', (text) => text.replace(/^.*name: icc-worker-2,.*\n/m, ''));
  const { out } = run('diff', 'icc.yaml');
  expect(out).toContain('icc-worker-2 (worker): removed');
  expect(out).toMatch(
    /cause: out\/icc\/profile\.json:icc\.yaml:\d+:5 removed machines\.icc-worker-2/,
  );
  expect(out).toContain('delete node icc-worker-2');
});

/** The steps of `diff`, the first words of each, and all commands. */
function stepsOf() {
  const { steps } = JSON.parse(run('diff', 'icc.yaml', '--format', 'json').out) as {
    steps: { text: string; commands: string[] }[];
  };
  const words = steps.map(({ text }) => text.replace(/^On icc-etcd-\d, as root: /, ''));
  return {
    words: words.map((text) =>
      text
        .split(/[ :;.]/)
        .slice(0, 3)
        .join(' ')
        .trim(),
    ),
    commands: steps.flatMap(({ commands }) => commands),
  };
}

test('etcd members that come and go: the steps are the guide of build, who leaves goes first', () => {
  write('icc.yaml', (text) =>
    text.replace('icc-etcd-5', 'icc-etcd-7').replace('141.22.30.36/24', '141.22.30.38/24'),
  );
  const { words, commands } = stepsOf();
  expect(words).toEqual([
    'Build the documents',
    'Only for a',
    'the other members',
    'take icc-etcd-5 out',
    'announce icc-etcd-7',
    'Create icc-etcd-7 anew',
    'wait until icc-etcd-7',
    'Roll the documents',
    'Change the controllers',
    'Put the changed',
  ]);
  expect(commands.find((line) => line.includes('member add'))).toContain(
    "member add icc-etcd-7 '--peer-urls=https://141.22.30.38:2380'",
  );
  const { out } = run('diff', 'icc.yaml');
  expect(out).toContain('clusterseed build icc.yaml --never-ran');
});

test('etcd members that only go leave last', () => {
  write('icc.yaml', (text) => text.replace(/^.*name: icc-etcd-[45],.*\n/gm, ''));
  expect(stepsOf().words.slice(-6)).toEqual([
    'Only for a',
    'Roll the documents',
    'the members that',
    'take icc-etcd-4 out',
    'take icc-etcd-5 out',
    'Put the changed',
  ]);
});

test('members that must be booted anew come back one by one, as build --replace has it', () => {
  write('icc.yaml', (text) => text.replace(/(name: icc-etcd-[23],.*?) }/g, '$1, os: debian-13 }'));
  const { commands } = stepsOf();
  expect(commands.filter((line) => line.startsWith('clusterseed build'))).toEqual([
    'clusterseed build icc.yaml --replace icc-etcd-2',
    'clusterseed build icc.yaml --replace icc-etcd-3',
  ]);
  expect(commands.filter((line) => line.includes('member add'))).toHaveLength(2);
  expect(run('diff', 'icc.yaml').out).toContain('+  --initial-cluster-state=existing');
});

test('two profiles without secrets of their own, in either order, and two folders', () => {
  write('other.yaml', flagged);
  for (const [first, second] of [
    ['other.yaml', 'icc.yaml'],
    ['icc.yaml', 'other.yaml'],
  ] as const) {
    const { code, out } = run('diff', first, '--against', second, '--format', 'json');
    const { nodes } = JSON.parse(out) as BuildDiff;
    expect(code).toBe(0);
    expect(nodes.map(({ node }) => node)).toEqual(['icc-ctrl-1', 'icc-ctrl-2', 'icc-ctrl-3']);
  }
  expect(run('build', 'other.yaml', '-q', '-o', 'new', '--secrets', 'icc.secrets.yaml').code).toBe(
    0,
  );
  const { out } = run('diff', 'new/icc', '--against', 'out/icc');
  expect(out).toContain('added kubernetes.apiServer.extraArgs.v');
  expect(out).not.toContain('Build the documents');
});

test('secrets show as fingerprints, in every format', () => {
  write('fresh.yaml', (text) => text);
  expect(run('build', 'fresh.yaml', '-q', '-o', 'fresh').code).toBe(0);
  for (const format of ['text', 'markdown', 'json']) {
    const { out } = run('diff', 'fresh/icc', '--against', 'out/icc', '--format', format);
    expect(out).toContain('token.csv');
    expect(out).not.toContain('PRIVATE KEY');
    expect(out).not.toMatch(/\b[0-9a-f]{32}\b/);
    for (const store of ['fresh.secrets.yaml', 'icc.secrets.yaml']) {
      const text = readFileSync(join(folder, store), 'utf8');
      const [, token = '-'] = /bootstrapToken: (\S+)/.exec(text) ?? [];
      expect(token).toMatch(/^[0-9a-f]{32}$/);
      expect(out).not.toContain(token);
    }
  }
});

test('a name more in a certificate: the certificates are to be renewed first', () => {
  write('icc.yaml', (text) =>
    text.replace('  apiServer:', '  apiServer:\n    extraSans: [api.example.org]'),
  );
  const { out } = run('diff', 'icc.yaml');
  expect(out).toContain('clusterseed secrets renew icc.yaml --stale');
  expect(out).toContain('DNS:api.example.org');
});

test('the record of the profile is closed and copies no private key', () => {
  const path = join(folder, 'out/icc/profile.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).not.toContain('PRIVATE KEY');
});

test('bad input is exit 1 with every mistake, a missing build exit 3', () => {
  write('icc.yaml', (text) => text.replace('version: 1.36.3', 'version: 9.9.9'));
  const { code, err, out } = run('diff', 'icc.yaml', '--exit-code');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('icc.yaml:8:12');
  write('icc.yaml', (text) => text);
  const missing = run('diff', 'icc.yaml', '--out', 'nowhere');
  expect(missing.code).toBe(3);
  expect(missing.err).toBe(
    'clusterseed: nowhere/icc holds no build (no manifest.json that can be read)\n',
  );
});

test('explain lists a machine, tells a path, a code, and the nearest name', () => {
  expect(run('explain', 'icc.yaml', 'icc-etcd-1').out).toContain('/etc/etcd/pki/peer.key');
  const { out } = run('explain', 'icc.yaml', 'icc-etcd-1', '/etc/hostname');
  expect(out).toContain('/etc/hostname on icc-etcd-1: file, 0644 root:root');
  expect(run('explain', 'profile/even-etcd').out).toContain('a majority is needed');
  const wrong = run('explain', 'icc.yaml', 'icc-etdc-1');
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('did you mean icc-etcd-1?');
  expect(run('explain', 'icc.yaml', 'icc-etcd-1', '/etc/etcd/pki/per.key').err).toContain(
    'did you mean /etc/etcd/pki/peer.key?',
  );
  expect(run('explain', 'icc.yaml').code).toBe(2);
});

test('topology draws on standard output', () => {
  expect(run('topology', 'icc.yaml').out).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns=/,
  );
  expect(run('topology', 'icc.yaml', '--format', 'mermaid').out).toMatch(/^flowchart TB\n/);
  const json = JSON.parse(run('topology', 'icc.yaml', '--format', 'json').out) as { ok: boolean };
  expect(json.ok).toBe(true);
});
