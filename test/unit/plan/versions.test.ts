import { expect, it } from 'vitest';
import { knownVersions } from '../../../src/artifacts/checksums.ts';
import table from '../../../src/plan/data/minors.json' with { type: 'json' };
import { operatingSystem } from '../../../src/plan/operating-systems.ts';
import {
  authenticationConfigApiVersion,
  coreDnsTag,
  defaultEtcdVersion,
  etcdHasFeatureGates,
  isAtLeast,
  knowsFailCgroupV1,
  legacyNeeds,
  minorOf,
  pauseTag,
  programRelease,
  testedEtcdVersion,
} from '../../../src/plan/versions.ts';
import {
  architectures,
  currentMinors,
  knownMinors,
  operatingSystemNames,
} from '../../../src/profile/schema/names.ts';

it.each([
  ['1.34.0', '3.6.5', '3.10.1', 'v1.12.1'],
  ['1.35.8', '3.6.6', '3.10.1', 'v1.13.1'],
  ['1.36.3', '3.6.8', '3.10.2', 'v1.14.2'],
])('knows what goes with Kubernetes %s', (version, etcd, pause, coreDns) => {
  expect([defaultEtcdVersion(version), pauseTag(version), coreDnsTag(version)]).toEqual([
    etcd,
    pause,
    coreDns,
  ]);
});

/** The release files of these have no published checksum here yet: the profile gives them, and is told so. */
const withoutChecksum: Readonly<Record<string, readonly string[]>> = {
  etcd: ['1.37'],
  kubelet: ['1.33', '1.37'],
};

it.each(['etcd', 'kubelet'] as const)(
  'it is decided which lines have no checksum of %s',
  (name) => {
    const missing = currentMinors.filter((minor) =>
      architectures.some((arch) => {
        const known = knownVersions(name, arch);
        return name === 'etcd'
          ? !known.includes(defaultEtcdVersion(`${minor}.0`))
          : !known.some((version) => minorOf(version) === minor);
      }),
    );
    expect(missing).toEqual(withoutChecksum[name]);
  },
);

it('gives Kubernetes 1.7 what is pinned: one archive of programs, and an etcd whose flags are known', () => {
  expect([programRelease('1.7.2'), programRelease('1.33.0')]).toEqual([
    'node archive',
    'single programs',
  ]);
  expect(knownVersions('kubernetes-node', 'amd64')).toContain('1.7.2');
  expect(knownVersions('etcd', 'amd64')).toContain(defaultEtcdVersion('1.7.2'));
  expect(testedEtcdVersion('1.7.2')).toBe('3.0.17');
  expect([legacyNeeds('1.7.2').length, legacyNeeds('1.33.0').length]).toEqual([3, 0]);
});

it('has a line of the tables for each minor, and no other', () => {
  expect(Object.keys(table)).toEqual([...knownMinors]);
});

it('compares versions by number', () => {
  expect(isAtLeast('1.36.3', '1.9')).toBe(true);
  expect(isAtLeast('1.9.11', '1.36')).toBe(false);
  expect(isAtLeast('2.0.0', '1.36')).toBe(true);
  expect(defaultEtcdVersion('1.99.0')).toBe(defaultEtcdVersion('1.37.0'));
});

it('answers for releases beyond the supported ones', () => {
  expect(authenticationConfigApiVersion('1.33.0')).toBe('apiserver.config.k8s.io/v1beta1');
  expect(authenticationConfigApiVersion('1.34.0')).toBe('apiserver.config.k8s.io/v1');
  expect([knowsFailCgroupV1('1.30.0'), knowsFailCgroupV1('1.31.0')]).toEqual([false, true]);
  expect([etcdHasFeatureGates('3.5.24'), etcdHasFeatureGates('3.6.8')]).toEqual([false, true]);
});

it('puts programs where the system lets it', () => {
  for (const name of operatingSystemNames) {
    const { binDir, packageManager } = operatingSystem(name);
    expect(binDir).toBe(packageManager === 'apt' ? '/usr/local/bin' : '/opt/bin');
  }
});
