import { expect, test } from 'vitest';
import { componentsOf } from '../../../src/components/roles.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { checkMachine } from '../../../src/machine/check.ts';
import { mergeParts } from '../../../src/machine/merge.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { operatingSystem } from '../../../src/plan/operating-systems.ts';
import { operatingSystemNames } from '../../../src/profile/schema/names.ts';
import type { ProfileInput } from '../../../src/profile/schema/profile.ts';
import { iccProfile, planned, smallProfile } from '../plan/sample-cluster.ts';
import { namedSecrets } from './contribute.ts';

function machinesOf(profile: ProfileInput): { machines: Machine[]; findings: string[] } {
  const cluster = planned(profile);
  const secrets = namedSecrets(cluster);
  const diagnostics = createCollector();
  const machines = cluster.nodes.map((node) => {
    const parts = componentsOf(node, cluster).map((component) =>
      component.contribute({ cluster, node, secrets }),
    );
    const { networkRenderer } = operatingSystem(node.os);
    const { name, os, arch, addressing, address } = node;
    const network = { addressing, address, nameservers: [], searchDomains: [], routes: [] };
    const machine = mergeParts({ name, os, arch, networkRenderer, network }, parts, diagnostics);
    checkMachine(machine, diagnostics);
    return machine;
  });
  return { machines, findings: diagnostics.all.map(({ message }) => message) };
}

const text = ({ files }: Machine, path: string) =>
  files.find((file) => file.path === path)?.content;

test('every ICC machine holds by itself', () => {
  expect(machinesOf(iccProfile()).findings).toEqual([]);
});

test.each(operatingSystemNames)('a machine with every role on %s holds by itself', (os) => {
  for (const plugin of ['flannel', 'routes', 'none'] as const) {
    const network = { ...smallProfile().network, plugin, ntpServers: ['ntp.example'] };
    const { findings } = machinesOf(
      smallProfile({
        network: { ...network, proxy: { http: 'http://proxy:3128' } },
        target: { os },
        mirror: { files: 'http://10.0.2.2/files', images: '10.0.2.2:5000', insecureImages: true },
      }),
    );
    expect(findings).toEqual([]);
  }
});

test('the fetch plan has every download of the machine, and only those', () => {
  for (const machine of machinesOf(iccProfile()).machines) {
    const plan = text(machine, '/etc/clusterseed/fetch.plan');
    const lines = typeof plan === 'string' ? plan.split('\n').slice(1, -1) : [];
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      machine.downloads.map(({ name }) => name),
    );
  }
});

test('each role reports its own steps', () => {
  const { machines } = machinesOf(iccProfile());
  const steps = (name: string) => {
    const machine = machines.find((candidate) => candidate.name === name);
    const content = machine && text(machine, '/etc/clusterseed/steps');
    return String(content).trim().split('\n');
  };
  const fetch = 'fetch oneshot clusterseed-fetch.service';
  const pods = ['containerd service containerd.service', 'kubelet service kubelet.service'];
  expect(steps('icc-etcd-1')).toEqual([fetch, 'etcd service etcd.service']);
  expect(steps('icc-ctrl-1')).toEqual([
    fetch,
    ...pods,
    'api ready https://127.0.0.1:6443/readyz',
    'addons oneshot clusterseed-addons.service',
  ]);
  expect(steps('icc-worker-1')).toEqual([
    fetch,
    ...pods,
    'join file /var/lib/kubelet/pki/kubelet-client-current.pem',
  ]);
  expect(steps('icc-frontend-1')).toEqual([
    'packages oneshot clusterseed-packages.service',
    'haproxy service haproxy.service',
  ]);
});

test('no script of ours knows a secret', () => {
  const { machines } = machinesOf(iccProfile());
  for (const { path, content } of machines.flatMap(({ files }) => files)) {
    if (path.startsWith('/etc/clusterseed/')) {
      expect(content).not.toMatch(/key of|0123456789abcdef0123456789abcdef/);
    }
  }
});

test('what the profile asks for is there: users, files, units, packages', () => {
  const { machines, findings } = machinesOf(
    smallProfile({
      defaults: {
        users: [{ name: 'ops', sshKeys: ['ssh-ed25519 AAAA ops'], groups: ['adm'] }],
        files: [{ path: '/etc/motd', content: 'hello\n', mode: '0640', owner: 'root:adm' }],
        units: [{ name: 'nginx.service', enabled: true }],
        packages: ['nginx'],
      },
    }),
  );
  const [machine] = machines;
  if (machine === undefined) throw new Error('no machine');
  expect(findings).toEqual([]);
  expect(machine.users.find(({ name }) => name === 'ops')).toMatchObject({
    system: false,
    sshKeys: ['ssh-ed25519 AAAA ops'],
    shell: '/bin/bash',
  });
  expect(machine.files.find(({ path }) => path === '/etc/motd')).toMatchObject({
    content: 'hello\n',
    mode: 0o640,
    user: 'root',
    group: 'adm',
  });
  expect(text(machine, '/etc/clusterseed/packages')).toBe('package nginx\nunit nginx.service\n');
});

test('asked twice, a node’s components say the same', () => {
  const cluster = planned(iccProfile());
  const secrets = namedSecrets(cluster);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('no node');
  const other = { ...secrets, bootstrapToken: 'f'.repeat(32) };
  for (const component of componentsOf(node, cluster)) {
    const first = component.contribute({ cluster, node, secrets });
    component.contribute({ cluster, node, secrets: other });
    expect(component.contribute({ cluster, node, secrets })).toEqual(first);
  }
});
