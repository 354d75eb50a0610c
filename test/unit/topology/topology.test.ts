import { expect, test } from 'vitest';
import { deriveTopology } from '../../../src/topology/derive-topology.ts';
import { edgeLabel } from '../../../src/topology/edge-label.ts';
import { formatMermaid } from '../../../src/topology/format-mermaid.ts';
import { formatSvg } from '../../../src/topology/format-svg.ts';
import type { Topology } from '../../../src/topology/topology.ts';
import { iccProfile, planFixture } from '../../fixtures/cluster.ts';

const icc = deriveTopology(planFixture(iccProfile()));

const arrows = ({ edges }: Topology) =>
  edges.map((edge) => `${edge.from} > ${edge.to}: ${edgeLabel(edge)}`).sort();

test('ICC by its roles: every hop once, with its port and CA', () => {
  expect(icc.groups.map(({ id, title }) => `${id}: ${title}`)).toEqual([
    'frontend: 1 frontend',
    'controller: 3 controllers',
    'etcd: 5 etcd members',
    'worker: 3 workers',
    'person: people, kubectl',
    'pods: pods and Services',
  ]);
  expect(arrows(icc)).toEqual([
    'controller > controller: flannel 8472/udp, both ways',
    'controller > controller: kubelet 10250/tcp, CA kubernetes',
    'controller > etcd: etcd 2379/tcp, CA etcd',
    'controller > frontend: haproxy 443/tcp, TLS passed on',
    'controller > pods: authentication-webhook 8443/tcp by kube-proxy, CA kubernetes',
    'controller > pods: extension-apiserver 443/tcp by kube-proxy',
    'controller > worker: flannel 8472/udp, both ways',
    'controller > worker: kubelet 10250/tcp, CA kubernetes',
    'etcd > etcd: etcd 2380/tcp, CA etcd',
    'frontend > controller: kube-apiserver 6443/tcp, CA kubernetes',
    'person > frontend: haproxy 443/tcp, TLS passed on',
    'pods > controller: kube-apiserver 443/tcp by kube-proxy, CA kubernetes',
    'worker > frontend: haproxy 443/tcp, TLS passed on',
    'worker > worker: flannel 8472/udp, both ways',
  ]);
});

test('without a frontend a load balancer stands between, and roles on one machine are one group', () => {
  const profile = iccProfile((text) =>
    text
      .replace(/^.*name: icc-frontend-1.*\n/m, '')
      .replace('haw-hamburg.de:443', 'haw-hamburg.de:6443')
      .replaceAll('roles: [controller]', 'roles: [controller, etcd]')
      .replace('\nendpoint:', '\nendpointAddress: 10.240.0.5\nendpoint:'),
  );
  const topology = deriveTopology(planFixture(profile));
  expect(topology.groups.map(({ title }) => title)).toEqual([
    '8 machines: controllers, etcd members',
    '3 workers',
    'people, kubectl',
    'load balancer',
    'pods and Services',
  ]);
  expect(arrows(topology)).toContain('worker > balancer: load balancer 6443/tcp, TLS passed on');
  expect(arrows(topology)).toContain(
    'balancer > controller+etcd: kube-apiserver 6443/tcp, CA kubernetes',
  );
  expect(formatMermaid(topology)).toContain('icc-ctrl-1 10.240.0.10 (controller, etcd)');
});

test('a thousand workers are one box with a count', () => {
  const workers = Array.from({ length: 1000 }, (_, index) => {
    const address = `10.244.${Math.floor(index / 250)}.${(index % 250) + 1}/16`;
    return `  - { name: w-${String(index).padStart(4, '0')}, roles: [worker], address: ${address} }\n`;
  });
  const profile = iccProfile((text) =>
    `${text.replace(/^.*name: icc-worker-.*\n/gm, '').trimEnd()}\n${workers.join('')}`
      .replace('  subnets:\n', '  subnets:\n    - { cidr: 10.244.0.0/16, gateway: 10.244.255.1 }\n')
      .replace('pods: 10.200.0.0/16', 'pods: 10.128.0.0/12')
      .replace('plugin: flannel', 'plugin: flannel\n  nodeMask: 25\n'),
  );
  const topology = deriveTopology(planFixture(profile));
  const svg = formatSvg(topology);
  expect(svg).toContain('>1,000 workers<');
  expect(svg).toContain('>… 998 more …<');
  expect(svg.length).toBeLessThan(12_000);
  expect(formatMermaid(topology).length).toBeLessThan(3000);
  expect(arrows(topology)).toEqual(arrows(icc));
});

test('Mermaid: a box for each group, an arrow for each edge, nothing that ends a label', () => {
  const odd: Topology = {
    ...icc,
    groups: icc.groups.map((group) => ({ ...group, title: `a "b" <c> #d; ${group.title}` })),
  };
  const lines = formatMermaid(odd).trimEnd().split('\n');
  expect(lines[0]).toBe('flowchart TB');
  expect(lines.slice(1, 7).every((line) => /^ {2}g_[a-z]+(\["|\(\[")[^"]*"\]/.test(line))).toBe(
    true,
  );
  expect(lines.slice(7)).toHaveLength(icc.edges.length);
  for (const line of lines.slice(7)) expect(line).toMatch(/^ {2}g_\w+ <?-->\|"[^"<>]*"\| g_\w+$/);
});

test('SVG: no script, nothing from outside, both colour schemes', () => {
  const svg = formatSvg(icc);
  expect(svg).not.toMatch(/<script|href|url\((?!#)|@import|on\w+=/);
  expect(svg).toContain('prefers-color-scheme: dark');
});
