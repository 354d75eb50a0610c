import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { upgradeProfile } from '../../../src/output/upgrade-profile.ts';

let folder: string;
let profile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-upgrade-'));
  cpSync('profiles', folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  profile = join(folder, 'icc.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('only the version changes, in the file that says it; mode and link stay', () => {
  const before = readFileSync(profile, 'utf8');
  chmodSync(profile, 0o640);
  const link = join(folder, 'link.yaml');
  symlinkSync('icc.yaml', link);
  const result = upgradeProfile(link, '1.36.4');
  expect(readFileSync(profile, 'utf8')).toBe(before);
  result.save();
  expect(readFileSync(profile, 'utf8')).toBe(before.replace('version: 1.36.3', 'version: 1.36.4'));
  expect(statSync(profile).mode & 0o777).toBe(0o640);
  expect(result.plan?.guide.steps.map(({ text }) => text.split(' (')[0])).toEqual([
    'Build, and write the scripts for the running machines.',
    'Controllers, one at a time',
    expect.stringContaining('never newer'),
    'Workers, one at a time',
  ]);
});

test('a profile that extends another has the version changed there', () => {
  const own = join(folder, 'own.yaml');
  writeFileSync(own, 'version: 1\nextends: icc.yaml\ncluster: own\n');
  const result = upgradeProfile(own, '1.36.4');
  expect(result.path).toBe(profile);
  result.save();
  expect(readFileSync(profile, 'utf8')).toContain('version: 1.36.4');
  expect(readFileSync(own, 'utf8')).not.toContain('1.36');
});

test('what the new version has removed is named with its place and what to do', () => {
  const text = readFileSync(profile, 'utf8');
  const old = text
    .replace('version: 1.36.3', 'version: 1.34.4')
    .replace(
      '  apiServer:\n',
      '  kubelet: { extraArgs: { pod-infra-container-image: "pause:3" } }\n  apiServer:\n',
    );
  writeFileSync(profile, old);
  const result = upgradeProfile(profile, '1.35.4');
  const error = result.diagnostics.find(({ severity }) => severity === 'error');
  expect([error?.code, error?.span?.line]).toEqual(['components/flag-not-in-version', 9]);
  expect(error?.hint).toContain('containerd’s configuration names the pause image');
  expect(result.plan).toBeUndefined();
  result.save();
  expect(readFileSync(profile, 'utf8')).toBe(old);
});

test('a release without built-in checksums is refused with the known ones', () => {
  const { plan, diagnostics } = upgradeProfile(profile, '1.36.99');
  expect(plan).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toContain('artifacts/unknown-checksum');
  expect(diagnostics[0]?.hint).toContain('1.36.4');
});

test('other versions of etcd come first', () => {
  const text = readFileSync(profile, 'utf8').replace('version: 1.36.3', 'version: 1.35.4');
  writeFileSync(profile, text);
  const { plan } = upgradeProfile(profile, '1.36.3');
  expect(plan?.guide.steps[1]?.text).toContain('etcd 3.6.6 → 3.6.8');
  expect(plan?.guide.steps[0]?.text).toContain('CHANGELOG-1.36.md');
});

test('a version that is an alias is left to the person', () => {
  const text = readFileSync(profile, 'utf8');
  const old = `defaults: { labels: { line: &line 1.36.3 } }\n${text.replace('version: 1.36.3', 'version: *line')}`;
  writeFileSync(profile, old);
  const result = upgradeProfile(profile, '1.36.4');
  expect(result.plan).toBeUndefined();
  const error = result.diagnostics.find(({ severity }) => severity === 'error');
  expect([error?.code, error?.span?.line]).toEqual(['upgrade/version-not-plain', 1]);
  result.save();
  expect(readFileSync(profile, 'utf8')).toBe(old);
});
