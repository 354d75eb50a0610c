import { expect, test } from 'vitest';
import { host } from '../../../src/components/host.ts';
import { hostProxy, noProxy } from '../../../src/components/host-proxy.ts';
import { hostTime } from '../../../src/components/host-time.ts';
import { iccProfile, planned, smallProfile } from '../plan/sample-cluster.ts';
import { contribute, textOf } from './contribute.ts';

test('/etc/hosts has the node, the endpoint and everybody but the workers', () => {
  expect(textOf(contribute(host, iccProfile(), 'icc-worker-2'), '/etc/hosts')).toBe(
    `127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
10.240.0.21 icc-worker-2
10.240.0.10 icc-ctrl-1
10.240.0.11 icc-ctrl-2
10.240.0.12 icc-ctrl-3
141.22.30.32 icc-etcd-1
141.22.30.33 icc-etcd-2
141.22.30.34 icc-etcd-3
141.22.30.35 icc-etcd-4
141.22.30.36 icc-etcd-5
141.22.10.222 icc-frontend-1 icc-k8s-api.informatik.haw-hamburg.de
`,
  );
});

test('a node with a kubelet gets the settings that protectKernelDefaults demands', () => {
  const part = contribute(host, smallProfile({ defaults: { sysctls: { 'vm.swappiness': 1 } } }));
  expect(textOf(part, '/etc/sysctl.d/90-clusterseed.conf')).toBe(
    `kernel.keys.root_maxbytes = 25000000
kernel.keys.root_maxkeys = 1000000
kernel.panic = 10
kernel.panic_on_oops = 1
net.bridge.bridge-nf-call-ip6tables = 1
net.bridge.bridge-nf-call-iptables = 1
net.ipv4.ip_forward = 1
vm.overcommit_memory = 1
vm.panic_on_oom = 0
vm.swappiness = 1
`,
  );
  expect(textOf(part, '/etc/modules-load.d/clusterseed.conf')).toBe('br_netfilter\noverlay\n');
  expect(textOf(part, 'clusterseed-prepare.service')).toContain('ExecStart=-swapoff -a\n');
});

test('the profile’s setting wins over ours', () => {
  const part = contribute(host, smallProfile({ defaults: { sysctls: { 'kernel.panic': 0 } } }));
  expect(textOf(part, '/etc/sysctl.d/90-clusterseed.conf')).toContain('kernel.panic = 0\n');
});

test('an etcd node keeps its kernel as it is', () => {
  const part = contribute(host, iccProfile(), 'icc-etcd-1');
  expect(part.files?.map(({ path }) => path)).toEqual(['/etc/hosts']);
  expect(part.units ?? []).toEqual([]);
});

test('NTP servers go to the time service of the operating system', () => {
  const network = { ...smallProfile().network, ntpServers: ['a.example', 'b.example'] };
  const debian = contribute(hostTime, smallProfile({ network }));
  expect(textOf(debian, '/etc/systemd/timesyncd.conf.d/10-clusterseed.conf')).toBe(
    '[Time]\nNTP=a.example b.example\n',
  );
  const coreos = contribute(hostTime, smallProfile({ network, target: { os: 'fedora-coreos' } }));
  expect(textOf(coreos, '/etc/chrony.conf')).toBe(
    'server a.example iburst\nserver b.example iburst\ndriftfile /var/lib/chrony/drift\nmakestep 1.0 -1\nrtcsync\n',
  );
});

test('without a proxy there is no drop-in', () => {
  expect(contribute(hostProxy, smallProfile())).toEqual({});
});

test('NO_PROXY is completed: machines, pods, services, endpoint, mirrors', () => {
  const profile = {
    ...iccProfile(),
    mirror: { files: 'https://files.example/x', images: 'images.example:5000/k8s' },
  };
  const network = { ...profile.network, proxy: { https: 'http://p:3128', noProxy: ['.haw.de'] } };
  expect(noProxy(planned({ ...profile, network })).split(',')).toEqual([
    '.cluster.local',
    '.haw.de',
    '.svc',
    '10.200.0.0/16',
    '10.240.0.0/24',
    '10.32.0.0/24',
    '127.0.0.1',
    '141.22.10.0/24',
    '141.22.30.0/24',
    '::1',
    'files.example',
    'icc-k8s-api.informatik.haw-hamburg.de',
    'images.example',
    'localhost',
  ]);
});

test('the proxy reaches downloads, packages and image pulls', () => {
  const network = { ...smallProfile().network, proxy: { https: 'http://u:%41@p:3128' } };
  const { units = [] } = contribute(hostProxy, smallProfile({ network }));
  expect(units.map(({ name }) => name)).toEqual([
    'clusterseed-fetch.service',
    'clusterseed-packages.service',
    'containerd.service',
  ]);
  expect(units[0]?.dropIns[0]?.content).toContain('Environment=HTTPS_PROXY=http://u:%%41@p:3128\n');
});
