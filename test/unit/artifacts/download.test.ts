import { expect, test } from 'vitest';
import { artifactNames } from '../../../src/artifacts/catalogue.ts';
import { findChecksum, knownVersions } from '../../../src/artifacts/checksums.ts';
import { downloadOf, officialUrl } from '../../../src/artifacts/download.ts';
import { neededArtifacts } from '../../../src/artifacts/needed.ts';
import { artifactVersion } from '../../../src/artifacts/versions.ts';
import { architectures } from '../../../src/profile/schema/names.ts';
import type { ProfileInput } from '../../../src/profile/schema/profile.ts';
import { planned, smallProfile } from '../plan/sample-cluster.ts';

function urlsOf(mirror: ProfileInput['mirror']): readonly string[] {
  const cluster = planned(smallProfile({ mirror }));
  return downloadOf(cluster, { arch: 'amd64' }, 'kubelet', 'placement', 'origin').urls;
}

const official = 'https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kubelet';

test('each project’s own address', () => {
  expect(artifactNames.map((name) => officialUrl(name, '1.2.3', 'arm64'))).toEqual([
    'https://dl.k8s.io/release/v1.2.3/bin/linux/arm64/kubelet',
    'https://dl.k8s.io/release/v1.2.3/bin/linux/arm64/kubectl',
    'https://github.com/etcd-io/etcd/releases/download/v1.2.3/etcd-v1.2.3-linux-arm64.tar.gz',
    'https://github.com/containerd/containerd/releases/download/v1.2.3/containerd-1.2.3-linux-arm64.tar.gz',
    'https://github.com/opencontainers/runc/releases/download/v1.2.3/runc.arm64',
    'https://github.com/containernetworking/plugins/releases/download/v1.2.3/cni-plugins-linux-arm64-v1.2.3.tgz',
    'https://github.com/kubernetes-sigs/cri-tools/releases/download/v1.2.3/crictl-v1.2.3-linux-arm64.tar.gz',
    'https://dl.k8s.io/v1.2.3/kubernetes-node-linux-arm64.tar.gz',
  ]);
});

test('without a mirror the official address, with one only the mirror', () => {
  expect(urlsOf({})).toEqual([official]);
  expect(urlsOf({ files: 'http://10.0.2.2/files/' })).toEqual([
    'http://10.0.2.2/files/kubelet/1.36.3/amd64/kubelet',
  ]);
});

test('several mirrors in their order, and the official address last when it is allowed', () => {
  expect(urlsOf({ files: ['https://a.example', 'https://b.example/x y'], only: false })).toEqual([
    'https://a.example/kubelet/1.36.3/amd64/kubelet',
    'https://b.example/x%20y/kubelet/1.36.3/amd64/kubelet',
    official,
  ]);
});

test('the checksum is the published one, or the profile’s for an own build', () => {
  const own = 'a'.repeat(64);
  const cluster = planned(smallProfile({ mirror: { checksums: { 'kubelet/1.36.3/amd64': own } } }));
  const sum = (name: 'kubelet' | 'kubectl') =>
    downloadOf(cluster, { arch: 'amd64' }, name, '', '').sha256;
  expect(sum('kubelet')).toBe(own);
  expect(sum('kubectl')).toBe('ebbd080e7c2e275093b55915722043257eb24004363e20acb3c4d71919f88336');
});

test.each(['1.7.2', '1.34.0', '1.35.8', '1.36.3'])(
  'every default for %s has a checksum',
  (version) => {
    const cluster = planned(smallProfile({ kubernetes: { version } }));
    const [node = { roles: [], os: 'debian-12' }] = cluster.nodes;
    for (const arch of architectures) {
      for (const name of neededArtifacts(node, version)) {
        expect(findChecksum({}, name, artifactVersion(cluster, name), arch)).toMatch(
          /^[0-9a-f]{64}$/,
        );
      }
    }
  },
);

test('all that is pinned is a SHA-256', () => {
  for (const name of artifactNames) {
    for (const arch of architectures) {
      const sums = knownVersions(name, arch).map((version) =>
        findChecksum({}, name, version, arch),
      );
      expect(sums.length).toBeGreaterThan(0);
      expect(sums.every((sum) => sum !== undefined && /^[0-9a-f]{64}$/.test(sum))).toBe(true);
    }
  }
});
