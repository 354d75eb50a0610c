import { describe, expect, it } from 'vitest';
import type { Link } from '../../../src/plan/link.ts';
import { iccProfile, planned, smallProfile } from './sample-cluster.ts';

function ends({ client, server }: Link): string {
  return `${client.component}@${client.node} > ${server.component}@${server.node}`;
}

function countBy(links: readonly Link[], key: (link: Link) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const link of links) counts[key(link)] = (counts[key(link)] ?? 0) + 1;
  return counts;
}

const icc = planned(iccProfile());

describe('the links of ICC', () => {
  it('are these many', () => {
    const counts = countBy(
      icc.links,
      ({ client, server }) => `${client.component} > ${server.component}`,
    );
    expect(counts).toEqual({
      'kube-apiserver > etcd': 15,
      'etcd > etcd': 25 + 10,
      'etcdctl > etcd': 10,
      'kube-controller-manager > kube-apiserver': 3,
      'kube-scheduler > kube-apiserver': 3,
      'addons > kube-apiserver': 3,
      'kubelet > kube-apiserver': 3 + 3 + 9,
      'kubelet > haproxy': 3,
      'kube-proxy > kube-apiserver': 3,
      'kube-proxy > haproxy': 1,
      'kubectl > kube-apiserver': 3,
      'kubectl > haproxy': 1,
      'haproxy > kube-apiserver': 3,
      'kube-apiserver > kube-apiserver': 6,
      'kube-apiserver > kubelet': 36,
      'kube-apiserver > extension-apiserver': 3,
      'kube-apiserver > authentication-webhook': 3,
      'pods > kube-apiserver': 15,
      'flannel > flannel': 1,
    });
  });

  it('say how an API server reaches etcd', () => {
    const link = icc.links.find(
      (one) => ends(one) === 'kube-apiserver@icc-ctrl-1 > etcd@icc-etcd-3',
    );
    expect(link).toEqual({
      client: { component: 'kube-apiserver', node: 'icc-ctrl-1' },
      server: { component: 'etcd', node: 'icc-etcd-3' },
      host: '141.22.30.34',
      port: 2379,
      protocol: 'tcp',
      ca: 'etcd',
      serverCertificate: 'etcd-server@icc-etcd-3',
      clientCertificate: 'kube-apiserver-etcd-client@icc-ctrl-1',
      from: ['machines', 3],
    });
  });

  it('lead workers and people through the frontend, controllers to themselves', () => {
    const session = icc.links.find(
      (one) => ends(one) === 'kubelet@icc-worker-2 > kube-apiserver@icc-ctrl-3',
    );
    expect(session).toMatchObject({
      host: 'icc-k8s-api.informatik.haw-hamburg.de',
      port: 443,
      through: 'haproxy',
      serverCertificate: 'kube-apiserver@icc-ctrl-3',
    });
    expect(session).not.toHaveProperty('clientCertificate');
    const local = icc.links.filter(({ client, server }) =>
      ['kube-scheduler', 'kube-controller-manager', 'addons'].includes(client.component)
        ? client.node === server.node
        : false,
    );
    expect(local.map(({ host, port }) => `${host}:${port}`)).toEqual(
      Array(9).fill('127.0.0.1:6443'),
    );
  });

  it('check each API server at its address under a name', () => {
    const checks = icc.links.filter(
      ({ client, server }) => client.component === 'haproxy' && server.component !== 'haproxy',
    );
    expect(checks.map(({ host, port, serverName }) => [host, port, serverName])).toEqual([
      ['10.240.0.10', 6443, 'kubernetes'],
      ['10.240.0.11', 6443, 'kubernetes'],
      ['10.240.0.12', 6443, 'kubernetes'],
    ]);
  });

  it('name only machines, people, pods and the mesh', () => {
    const known = new Set([...icc.nodes.map(({ name }) => name), 'person', 'pods', '*']);
    for (const { client, server } of icc.links) {
      expect(known).toContain(client.node);
      expect(known).toContain(server.node);
    }
  });
});

describe('links of other clusters', () => {
  it('run straight to a single machine, which has its peer certificate all the same', () => {
    const { links } = planned(smallProfile());
    expect(links.filter(({ through }) => through === 'haproxy' || through === 'balancer')).toEqual(
      [],
    );
    expect(links.filter(({ port }) => port === 2380)).toMatchObject([
      { serverCertificate: 'etcd-peer@one', clientCertificate: 'etcd-peer@one' },
    ]);
  });

  it('pass a balancer that is no machine of the profile', () => {
    const { links } = planned(smallProfile({ endpoint: 'api.example.org:443' }));
    const person = links.filter(({ client }) => client.node === 'person');
    expect(person).toMatchObject([{ host: 'api.example.org', through: 'balancer' }]);
  });

  it('bring every extra name to each API server', () => {
    const kubernetes = { version: '1.36.3', apiServer: { extraSans: ['k8s.example.org'] } };
    const { links } = planned(smallProfile({ kubernetes }));
    expect(links.filter(({ host }) => host === 'k8s.example.org')).toMatchObject([
      {
        serverCertificate: 'kube-apiserver@one',
        from: ['kubernetes', 'apiServer', 'extraSans', 0],
      },
    ]);
  });

  it('grow with nodes × controllers', () => {
    const machines = (workers: number) => [
      { name: 'c', roles: ['etcd' as const, 'controller' as const], address: '10.0.0.1/8' },
      ...Array.from({ length: workers }, (_, index) => ({
        name: `w${index}`,
        roles: ['worker' as const],
        address: `10.1.${index >> 8}.${index & 255}/8`,
      })),
    ];
    const count = (workers: number) =>
      planned(smallProfile({ machines: machines(workers) })).links.length;
    expect(count(300) - count(200)).toBe(count(200) - count(100));
  });
});
