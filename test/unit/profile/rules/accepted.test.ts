import { describe, expect, it } from 'vitest';
import { readParts } from '../read.ts';

const all = ['etcd', 'controller', 'worker'];
const machine = { name: 'c1', roles: all, address: '10.0.0.11/24' };
const services = '10.96.0.0/16';
const pods = '10.244.0.0/16';
const network = { services, pods };
const kubernetes = { version: '1.36.3' };
const settings = (more: object) => ({ machines: [{ ...machine, ...more }] });
const second = { name: 'c2', roles: ['controller'], address: '10.0.0.12/24' };

describe('what lies just inside the rules is accepted without a word', () => {
  it.each([
    ['the largest service network', { network: { pods, services: '10.96.0.0/12' } }],
    ['the smallest service network', { network: { pods, services: '10.96.0.0/28' } }],
    [
      'a smaller one with a DNS address',
      { network: { pods, services: '10.96.0.0/29', dnsService: '10.96.0.2' } },
    ],
    ['neighbouring networks', { network: { services: '10.0.1.0/24', pods: '10.0.4.0/22' } }],
    ['as many node networks as nodes', { network: { services, pods: '10.244.0.0/24' } }],
    [
      'a narrow mask with few pods',
      {
        network: { ...network, nodeMask: 27 },
        kubernetes: { ...kubernetes, kubelet: { config: { maxPods: 30 } } },
      },
    ],
    [
      'a gateway outside with DHCP',
      { network: { ...network, subnets: [{ cidr: '10.0.0.0/24' }] } },
    ],
    [
      'a point-to-point subnet',
      { ...settings({ address: '10.0.0.0/31' }), endpoint: '10.0.0.0:6443' },
    ],
    ['an endpoint by machine name', { endpoint: 'c1:6443' }],
    ['an endpoint by DNS with one controller', { endpoint: 'api.example.org:6443' }],
    ['a balancer of the site', { endpoint: '192.0.2.1:443', endpointAddress: '192.0.2.1' }],
    [
      'a balancer by name',
      {
        endpoint: 'api.example.org:443',
        endpointAddress: '192.0.2.1',
        machines: [machine, second],
      },
    ],
    [
      'a frontend on another port of a controller',
      { endpoint: '10.0.0.11:443', ...settings({ roles: [...all, 'frontend'] }) },
    ],
    ['a single controller without workers', settings({ roles: ['etcd', 'controller'] })],
    [
      'labels of one’s own and well-known ones',
      settings({
        labels: {
          plain: '',
          'example.org/a': 'b',
          'topology.kubernetes.io/zone': 'z',
          'a.node.kubernetes.io/x': 'y',
          'kubelet.kubernetes.io/x': 'y',
        },
      }),
    ],
    ['taints', settings({ taints: [{ key: 'example.org/a', effect: 'NoExecute' }] })],
    [
      'a static pod of one’s own',
      settings({ files: [{ path: '/etc/kubernetes/manifests/mine.yaml', content: '' }] }),
    ],
    [
      'drop-ins for our units',
      settings({
        units: [{ name: 'kubelet.service', dropIns: [{ name: 'a.conf', content: '' }] }],
      }),
    ],
    ['an empty file', settings({ files: [{ path: '/a', content: '' }] })],
    ['ignition on Ubuntu', { target: { os: 'ubuntu-24.04', format: 'ignition' } }],
    ['Flatcar without a format', { target: { os: 'flatcar' } }],
    [
      'packages where not every machine is Flatcar',
      { ...settings({ os: 'flatcar' }), roles: { frontend: { packages: ['htop'] } } },
    ],
    ['CA and leaf of one length', { pki: { validity: { ca: '1y', leaf: '365d' } } }],
    ['mirror.only with images', { mirror: { only: true, images: 'registry.example.org' } }],
    [
      'jwt issuers',
      { kubernetes: { ...kubernetes, apiServer: { jwt: [{ issuer: { url: 'https://i' } }] } } },
    ],
    [
      'IPv6 throughout',
      {
        network: { services: 'fd00:1::/108', pods: 'fd00:2::/56', nodeMask: 64 },
        ...settings({ address: 'fd00::11/64' }),
        endpoint: '[fd00::11]:6443',
      },
    ],
    [
      'controllers on different hosts',
      {
        machines: [
          { ...machine, host: 'a' },
          { ...second, host: 'b' },
        ],
      },
    ],
    ['the oldest known minor', { kubernetes: { version: '1.34.0' } }],
  ])('%s', (_what, parts) => {
    expect(readParts(parts).found.map(({ message }) => message)).toEqual([]);
  });
});

describe('rules see the valid parts of a broken profile', () => {
  it('reports both kinds at once', () => {
    const { codes } = readParts({
      cluster: 'Bad',
      network: { services: '10.96.0.0/16', pods: '10.96.0.0/17', plugin: 'calico' },
      machines: [
        { ...machine, mode: 1 },
        { ...second, address: '10.0.0.11/24', labels: { a: 1 } },
      ],
    });
    expect(codes).toEqual([
      'profile/cidr-overlap',
      'profile/duplicate-address',
      'profile/invalid-name',
      'profile/invalid-type',
      'profile/invalid-value',
      'profile/unknown-key',
    ]);
  });

  it('says nothing about roles that it does not know', () => {
    expect(readParts({ machines: [{ ...machine, roles: ['ctrl'] }] }).codes).toEqual([
      'profile/invalid-value',
    ]);
  });
});
