import { expect, test } from 'vitest';
import type { Machine, MachineFile, MachineUnit } from '../../../src/machine/model.ts';
import { flagList, flagOf, readFlags } from '../../../src/machine/process.ts';
import { podProcesses, staticPods } from '../../../src/machine/static-pods.ts';
import { unitProcesses } from '../../../src/machine/unit-processes.ts';
import { readUnits } from '../../../src/machine/units.ts';
import { toYaml } from '../../../src/text/yaml.ts';

const from = { component: 'test', path: [] };

function podFile(name: string, document: Parameters<typeof toYaml>[0]): MachineFile {
  const path = `/etc/kubernetes/manifests/${name}`;
  return {
    path,
    content: toYaml(document),
    mode: 0o600,
    user: 'root',
    group: 'root',
    secrets: [],
    from,
  };
}

function processOf(unit: Partial<MachineUnit>, users: Machine['users'] = []) {
  const whole = { name: 'a.service', dropIns: [], enabled: true, from, ...unit } as const;
  return unitProcesses(readUnits({ units: [whole] }), { users, packages: [] });
}

test('reads flags in every form, and their lists', () => {
  const flags = readFlags(['--a=1,2', '-b', 'two', '--c', '--a=3', 'rest']);
  expect([...flags]).toEqual([
    ['a', ['1,2', '3']],
    ['b', ['two']],
    ['c', ['true']],
  ]);
  expect(flagOf({ flags }, 'a')).toBe('3');
  expect(flagList({ flags }, 'a')).toEqual(['1', '2', '3']);
});

test('reads what a static pod runs and what it sees of the node', () => {
  const file = podFile('kube-apiserver.yaml', {
    metadata: { name: 'kube-apiserver' },
    spec: {
      containers: [
        {
          command: ['/hyperkube', 'apiserver'],
          args: ['--v=2'],
          securityContext: { capabilities: { drop: ['ALL'] } },
          volumeMounts: [
            { name: 'pki', mountPath: '/pki/', readOnly: true },
            { name: 'scratch', mountPath: '/tmp' },
          ],
        },
        { image: 'without a command' },
      ],
      volumes: [{ name: 'pki', hostPath: { path: '/etc/kubernetes/pki/' } }, { name: 'scratch' }],
    },
  });
  const files = [file, podFile('notes.txt', 'no pod')];
  const [process, ...more] = podProcesses(staticPods({ files }));
  expect(more).toEqual([]);
  expect(process).toMatchObject({
    program: 'kube-apiserver',
    name: 'static pod kube-apiserver',
    args: ['--v=2'],
    user: 'root',
    mayAll: false,
    mounts: [{ hostPath: '/etc/kubernetes/pki', mountPath: '/pki', readOnly: true }],
  });
});

test('reads what a unit runs after its drop-ins, and forgets what an empty setting drops', () => {
  const [process, ...more] = processOf({
    content: '[Service]\nExecStart=/usr/bin/old\nUser=etcd\nProtectSystem=full\n',
    dropIns: [
      { name: '10.conf', content: '[Service]\nExecStart=\nExecStart=-/usr/bin/new --v=2\n' },
      { name: '20.conf', content: '[Service]\nReadWritePaths=/etc\n' },
    ],
  });
  expect(more).toEqual([]);
  expect(process).toMatchObject({
    program: 'new',
    name: 'a.service',
    args: ['--v=2'],
    user: 'etcd',
    mayAll: false,
    sealed: ['/usr', '/boot', '/efi'],
  });
});

test('reads what runs in the container of a unit', () => {
  const line =
    '/usr/bin/docker run --volume=/etc/haproxy:/cfg:ro --cap-drop=ALL image haproxy -f /cfg';
  const [process] = processOf({ content: `[Service]\nExecStart=${line}\n` });
  expect(process).toMatchObject({
    program: 'haproxy',
    args: ['-f', '/cfg'],
    mayAll: false,
    mounts: [{ hostPath: '/etc/haproxy', mountPath: '/cfg', readOnly: true }],
  });
});

test('knows no process of a unit that is masked', () => {
  expect(processOf({ content: '[Service]\nExecStart=/bin/a\n', enabled: 'mask' })).toEqual([]);
});
