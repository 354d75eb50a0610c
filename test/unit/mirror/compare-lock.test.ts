import { expect, it } from 'vitest';
import { missingInLock } from '../../../src/mirror/compare-lock.ts';
import type { Lock } from '../../../src/mirror/lock.ts';

const file = (path: string, sha: string) => ({
  path,
  url: `https://example.org/${path}`,
  sha256: sha.repeat(64),
});
const lock: Lock = {
  version: 1,
  cluster: 'lab',
  files: [file('kubelet/1/amd64/kubelet', 'a'), file('etcd/3/amd64/etcd', 'b')],
  images: [
    { reference: 'pause:1', architectures: ['amd64'] },
    { reference: 'old:1', architectures: ['amd64'] },
  ],
};

it('names what the profile needs and the lock lacks, and nothing that is too much', () => {
  expect(missingInLock(lock, { ...lock, files: [], images: [] })).toEqual([]);
  const wanted: Lock = {
    ...lock,
    files: [file('kubelet/2/amd64/kubelet', 'a'), file('etcd/3/amd64/etcd', 'c')],
    images: [
      { reference: 'pause:1', architectures: ['amd64', 'arm64'] },
      { reference: 'new:1', architectures: ['amd64'] },
    ],
  };
  expect(missingInLock(lock, wanted)).toEqual([
    'kubelet/2/amd64/kubelet',
    'etcd/3/amd64/etcd (with another SHA-256)',
    'pause:1 (for arm64)',
    'new:1',
  ]);
});
