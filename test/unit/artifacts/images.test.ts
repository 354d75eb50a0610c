import { expect, test } from 'vitest';
import { imageNames, imageOf, placedImage } from '../../../src/artifacts/images.ts';
import { icc17Profile, planFixture } from '../../fixtures/cluster.ts';

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

test('one image with all programs in the time of hyperkube, named by architecture', () => {
  expect(imageOf({ version: '1.7.2' }, 'kube-scheduler')).toBe(
    'gcr.io/google_containers/hyperkube-amd64:v1.7.2',
  );
  expect(imageOf({ version: '1.7.2' }, 'pause')).toBe('gcr.io/google_containers/pause-amd64:3.0');
});

test('Docker has no list of mirrors: the mirror is part of the name, also of an image of one’s own', () => {
  const plain = planFixture(icc17Profile());
  expect(placedImage(plain, 'kube-proxy')).toBe('quay.io/coreos/hyperkube:v1.7.2_coreos.0');
  const mirrored = planFixture(
    icc17Profile((text) => `${text}\nmirror: { images: "registry.example.org:5000/k8s" }\n`),
  );
  expect([placedImage(mirrored, 'kube-proxy'), placedImage(mirrored, 'pause')]).toEqual([
    'registry.example.org:5000/k8s/coreos/hyperkube:v1.7.2_coreos.0',
    'registry.example.org:5000/k8s/google_containers/pause-amd64:3.0',
  ]);
});
