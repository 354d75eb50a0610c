import { expect, test } from 'vitest';
import { podAt, podManifest, unitAt } from '../../../src/machine/places.ts';

test('knows the static pod of a manifest, and no other path’s', () => {
  expect(podAt(podManifest('kube-apiserver'))).toBe('kube-apiserver');
  expect(podAt('/etc/kubernetes/manifests/own.json')).toBe('own.json');
  expect(podAt('/etc/kubernetes/manifests')).toBeUndefined();
  expect(podAt('/etc/kubernetes/addons/coredns.yaml')).toBeUndefined();
});

test('knows the unit of a drop-in', () => {
  expect(unitAt('/etc/systemd/system/etcd.service')).toBe('etcd.service');
  expect(unitAt('/etc/systemd/system/etcd.service.d/10-limits.conf')).toBe('etcd.service');
  expect(unitAt('/etc/motd')).toBeUndefined();
});
