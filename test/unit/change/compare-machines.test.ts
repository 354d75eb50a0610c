import { expect, test } from 'vitest';
import { compareMachines, isUnchanged } from '../../../src/change/compare-machines.ts';
import { readersOf } from '../../../src/change/readers.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { clusterFixture, iccProfile } from '../../fixtures/cluster.ts';
import { compileMachine } from '../../loopback/machine.ts';

const fixture = await clusterFixture(iccProfile());
const machine = (name: string) => compileMachine(fixture, name);

const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
  (name) => `static pod ${name}`,
);

test.each([
  ['icc-etcd-1', '/etc/etcd/pki/peer.key', ['etcd.service']],
  ['icc-etcd-1', '/etc/etcd/etcdctl.env', []],
  ['icc-frontend-1', '/etc/haproxy/kubernetes-ca.crt', ['haproxy.service']],
  ['icc-worker-1', '/etc/kubernetes/pki/ca.crt', ['kubelet.service']],
  ['icc-worker-1', '/etc/kubernetes/kubelet.yaml', ['kubelet.service']],
  ['icc-ctrl-1', '/etc/kubernetes/pki/ca.crt', ['kubelet.service', ...pods]],
  ['icc-ctrl-1', '/etc/kubernetes/pki/ca.key', [pods[1]]],
  ['icc-ctrl-1', '/etc/kubernetes/apiserver/token.csv', [pods[0]]],
  ['icc-ctrl-1', '/etc/kubernetes/pki/scheduler.crt', [pods[2]]],
  ['icc-ctrl-1', '/etc/kubernetes/manifests/kube-scheduler.yaml', [pods[2]]],
  ['icc-ctrl-1', '/etc/kubernetes/addons/20-coredns.yaml', ['clusterseed-addons.service']],
])('%s: %s is read by %j', (node, path, expected) => {
  expect(readersOf(machine(node))(path)).toEqual(expected);
});

test('a machine is like itself', () => {
  const change = compareMachines(machine('icc-ctrl-1'), machine('icc-ctrl-1'));
  expect(change).toEqual({ node: 'icc-ctrl-1', files: [], units: [], restarts: [], others: false });
  expect(isUnchanged(change)).toBe(true);
});

test.each<[string, (before: Machine) => Partial<Machine>, object]>([
  [
    'a file',
    ({ files }) => ({
      files: files.map((file) =>
        file.path === '/etc/etcd/pki/peer.crt' ? { ...file, content: 'x' } : file,
      ),
    }),
    { files: ['/etc/etcd/pki/peer.crt'], restarts: ['etcd.service'] },
  ],
  [
    'a mode',
    ({ files }) => ({
      files: files.map((file) =>
        file.path === '/etc/etcd/pki/ca.crt' ? { ...file, mode: 0o600 } : file,
      ),
    }),
    { files: ['/etc/etcd/pki/ca.crt'], restarts: ['etcd.service'] },
  ],
  [
    'a unit',
    ({ units }) => ({
      units: units.map((unit) => (unit.name === 'etcd.service' ? { ...unit, content: 'x' } : unit)),
    }),
    { units: ['etcd.service'], restarts: ['etcd.service'] },
  ],
  ['a package', () => ({ packages: ['curl', 'x'] }), { others: true }],
])('%s that differs is seen', (_title, edit, expected) => {
  const before = machine('icc-etcd-1');
  expect(compareMachines(before, { ...before, ...edit(before) })).toMatchObject(expected);
});
