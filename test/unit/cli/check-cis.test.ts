import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-cis-'));
  cpSync('profiles', folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  const text = readFileSync(join(folder, 'icc.yaml'), 'utf8');
  writeFileSync(join(folder, 'bare.yaml'), text.replace(/accept:\n[\s\S]*?\n\n/, ''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const main = resolve('src/cli/main.ts');
  const result = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

interface Report {
  readonly ok: boolean;
  readonly diagnostics: readonly { readonly code: string }[];
  readonly accepted: readonly { readonly code: string; readonly reason: string }[];
  readonly cis: { readonly results: readonly { readonly item: string; readonly status: string }[] };
}

test('check --cis prints every item and ends well when all that fails is waived', () => {
  const before = readdirSync(folder).sort();
  const { code, out, err } = run('check', '--cis', 'icc.yaml');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('waived  1.2.2   API server: no --token-auth-file');
  expect(out).toContain('reason: workers join by this token');
  expect(out).toMatch(/\d+ pass, \d+ waived, \d+ not applicable\n$/);
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('the Markdown is what docs/cis-icc.md holds', () => {
  const { code, out } = run('check', '--cis', '--format', 'markdown', 'icc.yaml');
  expect(code).toBe(0);
  expect(out).toBe(readFileSync('docs/cis-icc.md', 'utf8'));
});

test('an item that fails and is not waived ends with 1, and JSON tells which', () => {
  const { code, out } = run('check', '--cis', '--format', 'json', 'bare.yaml');
  expect(code).toBe(1);
  const report = JSON.parse(out) as Report;
  expect(report.ok).toBe(false);
  const failing = report.cis.results.filter(({ status }) => status === 'fail');
  expect(failing.map(({ item }) => item)).toContain('1.2.2');
  expect(report.diagnostics.map(({ code: found }) => found).sort()).toEqual([
    'intent/no-pod-security',
    'intent/single-frontend',
  ]);
});

test('accepted warnings do not fail --strict, are counted in text and listed in JSON', () => {
  const strict = run('check', '--strict', 'icc.yaml');
  expect(strict.code).toBe(0);
  expect(strict.err).toContain('2 warnings are accepted by the profile');
  expect(strict.err).not.toContain('warning[');
  expect(run('check', '--strict', 'bare.yaml').code).toBe(1);
  const report = JSON.parse(run('check', '--format', 'json', 'icc.yaml').out) as Report;
  expect(report.diagnostics).toEqual([]);
  expect(report.accepted.map(({ code }) => code)).toEqual([
    'intent/no-pod-security',
    'intent/single-frontend',
  ]);
  for (const { reason } of report.accepted) expect(reason).not.toBe('');
});

test('with mistakes in the profile there is no report', () => {
  writeFileSync(join(folder, 'bad.yaml'), 'version: 1\n');
  const { code, out, err } = run('check', '--cis', 'bad.yaml');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('profile/missing-key');
});

test('Markdown is for the report only', () => {
  expect(run('check', '--format', 'markdown', 'icc.yaml').code).toBe(2);
  expect(run('build', '--format', 'markdown', 'icc.yaml').code).toBe(2);
});
