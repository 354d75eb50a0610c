import { expect, test } from 'vitest';
import { registryHosts } from '../../../../src/components/containerd/registry-hosts.ts';
import { containerd } from '../../../../src/components/containerd.ts';
import { type ProfileInput, profileSchema } from '../../../../src/profile/schema/profile.ts';
import { iccProfile, smallProfile } from '../../plan/sample-cluster.ts';
import { contribute, textOf } from '../contribute.ts';

const config = '/etc/containerd/config.toml';

test('a 2.x release gets a configuration of version 3', () => {
  expect(textOf(contribute(containerd, smallProfile()), config)).toBe(`version = 3

[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "registry.k8s.io/pause:3.10.2"

[plugins."io.containerd.cri.v1.images".registry]
config_path = "/etc/containerd/certs.d"

[plugins."io.containerd.cri.v1.runtime".cni]
bin_dirs = ["/opt/cni/bin"]
conf_dir = "/etc/cni/net.d"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
SystemdCgroup = true
`);
});

test('1.x, and a runtime whose version is the system’s affair, get version 2', () => {
  const old = contribute(containerd, smallProfile({ versions: { containerd: '1.7.34' } }));
  const system = contribute(containerd, smallProfile({ target: { os: 'fedora-coreos' } }));
  expect(textOf(old, config)).toMatch(/^version = 2\n/);
  expect(textOf(system, config)).toBe(textOf(old, config));
  expect(textOf(system, config)).toContain('SystemdCgroup = true');
});

test('Flatcar’s own runtime is pointed at our configuration and nothing replaces it', () => {
  const part = contribute(containerd, smallProfile({ target: { os: 'flatcar' } }));
  expect(part.downloads?.map(({ name }) => name)).toEqual(['cni-plugins']);
  expect(part.units).toEqual([
    expect.objectContaining({
      name: 'containerd.service',
      enabled: true,
      dropIns: [
        {
          name: '20-clusterseed.conf',
          content: expect.stringContaining(
            'ExecStart=\nExecStart=/usr/bin/containerd --config /etc/containerd/config.toml\n',
          ),
        },
      ],
    }),
  ]);
});

test('Debian downloads runtime and network plugins', () => {
  const { downloads = [] } = contribute(containerd, smallProfile());
  expect(downloads.map(({ name, placement }) => [name, placement])).toEqual([
    [
      'containerd',
      {
        kind: 'tar.gz',
        directory: '/usr/local/bin',
        members: {
          'bin/containerd': 'containerd',
          'bin/containerd-shim-runc-v2': 'containerd-shim-runc-v2',
          'bin/ctr': 'ctr',
        },
      },
    ],
    ['runc', { kind: 'file', path: '/usr/local/bin/runc', mode: 0o755 }],
    [
      'cni-plugins',
      {
        kind: 'tar.gz',
        directory: '/opt/cni/bin',
        members: {
          bridge: 'bridge',
          'host-local': 'host-local',
          loopback: 'loopback',
          portmap: 'portmap',
        },
      },
    ],
  ]);
});

test('the images that an ICC node pulls', () => {
  expect(contribute(containerd, iccProfile(), 'icc-worker-1').images).toEqual([
    'registry.k8s.io/pause:3.10.2',
    'registry.k8s.io/kube-proxy:v1.36.3',
    'registry.k8s.io/coredns/coredns:v1.14.2',
    'ghcr.io/flannel-io/flannel:v0.28.5',
    'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1',
  ]);
});

function hostsOf(mirror: ProfileInput['mirror']) {
  return registryHosts(profileSchema.parse(smallProfile({ mirror })).mirror);
}

test('an image mirror stands for every registry, alone or first', () => {
  const capabilities = ['pull', 'resolve'];
  expect(hostsOf({})).toBeUndefined();
  expect(hostsOf({ images: '10.0.2.2:5000', insecureImages: true })).toEqual({
    server: 'http://10.0.2.2:5000',
    capabilities,
  });
  expect(hostsOf({ images: 'harbor.example/k8s/all', only: false })).toEqual({
    host: { 'https://harbor.example/v2/k8s/all': { capabilities, override_path: true } },
  });
});
