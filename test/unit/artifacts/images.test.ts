import { expect, test } from 'vitest';
import { imageNames, imageOf } from '../../../src/artifacts/images.ts';

test('official names with exact tags, by Kubernetes version', () => {
  expect(imageNames.map((name) => imageOf({ version: '1.36.3' }, name))).toEqual([
    'registry.k8s.io/kube-apiserver:v1.36.3',
    'registry.k8s.io/kube-controller-manager:v1.36.3',
    'registry.k8s.io/kube-scheduler:v1.36.3',
    'registry.k8s.io/kube-proxy:v1.36.3',
    'registry.k8s.io/pause:3.10.2',
    'registry.k8s.io/coredns/coredns:v1.14.2',
    'ghcr.io/flannel-io/flannel:v0.28.5',
    'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1',
    'docker.io/library/haproxy:3.2.22-alpine',
  ]);
  expect(imageOf({ version: '1.34.2' }, 'coredns')).toBe('registry.k8s.io/coredns/coredns:v1.12.1');
});
