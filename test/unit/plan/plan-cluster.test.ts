import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { nodeNetwork } from '../../../src/plan/node-network.ts';
import { iccProfile, planned, smallProfile } from './sample-cluster.ts';

describe('planCluster', () => {
  it('plans the ICC cluster', () => {
    const cluster = planned(iccProfile());
    expect(cluster).toMatchObject({
      name: 'icc',
      version: '1.36.3',
      etcdVersion: '3.6.8',
      apiServiceAddress: '10.32.0.1',
      dnsServiceAddress: '10.32.0.10',
      endpoint: {
        host: 'icc-k8s-api.informatik.haw-hamburg.de',
        port: 443,
        address: '141.22.10.222',
      },
    });
    expect(cluster.nodes.map(({ name }) => name)).toEqual([
      'icc-ctrl-1',
      'icc-ctrl-2',
      'icc-ctrl-3',
      'icc-etcd-1',
      'icc-etcd-2',
      'icc-etcd-3',
      'icc-etcd-4',
      'icc-etcd-5',
      'icc-frontend-1',
      'icc-worker-1',
      'icc-worker-2',
      'icc-worker-3',
    ]);
    expect(cluster.nodes[0]).toMatchObject({
      address: '10.240.0.10',
      prefix: 24,
      gateway: '10.240.0.1',
      nameservers: ['10.240.0.1'],
      addressing: 'static',
      formats: ['cloud-init', 'ignition'],
      path: ['machines', 6],
    });
    expect(cluster.nodes[0]).not.toHaveProperty('podCidr');
  });

  it('does not depend on the order of machines', () => {
    const profile = iccProfile();
    const turned = planned({ ...profile, machines: profile.machines.toReversed() });
    const straight = planned(profile);
    const withoutPaths = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value, (key, item) => (key === 'path' || key === 'from' ? undefined : item)),
      );
    expect(withoutPaths(turned.nodes)).toEqual(withoutPaths(straight.nodes));
    expect(withoutPaths(turned.links)).toEqual(withoutPaths(straight.links));
  });

  it('takes the tenth service address for DNS and dhcp where no gateway is known', () => {
    const cluster = planned(smallProfile());
    expect(cluster.dnsServiceAddress).toBe('10.96.0.10');
    expect(cluster.nodes[0]).toMatchObject({ addressing: 'dhcp', formats: ['cloud-init'] });
    expect(cluster.endpoint).toEqual({ host: 'one', port: 6443, address: '192.168.7.1' });
  });

  it('knows no address for a name in front of several frontends', () => {
    const profile = smallProfile({
      endpoint: 'api.example.org:443',
      machines: [
        { name: 'c', roles: ['etcd', 'controller'], address: '192.168.7.1/24' },
        { name: 'f1', roles: ['frontend'], address: '192.168.7.2/24' },
        { name: 'f2', roles: ['frontend'], address: '192.168.7.3/24' },
      ],
    });
    expect(planned(profile).endpoint).not.toHaveProperty('address');
    expect(planned({ ...profile, endpointAddress: '192.168.7.9' }).endpoint.address).toBe(
      '192.168.7.9',
    );
  });

  it('uses ignition on Flatcar and lower-case MAC addresses', () => {
    const cluster = planned(
      smallProfile({
        target: { os: 'flatcar' },
        machines: [
          {
            name: 'one',
            roles: ['etcd', 'controller'],
            address: '192.168.7.1/24',
            mac: '52:54:00:AB:CD:EF',
          },
        ],
      }),
    );
    expect(cluster.nodes[0]).toMatchObject({ formats: ['ignition'], mac: '52:54:00:ab:cd:ef' });
  });

  it('refuses a webhook with a CA file and a certificate of ours', () => {
    const diagnostics = createCollector();
    const webhook = {
      url: 'https://10.96.0.15:8443/authenticate',
      caFile: 'ca.pem',
      servingSecret: { name: 'tls' },
    };
    planned(
      smallProfile({
        kubernetes: { version: '1.36.3', apiServer: { authenticationWebhook: webhook } },
      }),
      diagnostics,
    );
    expect(diagnostics.all).toMatchObject([
      {
        code: 'plan/webhook-two-cas',
        path: ['kubernetes', 'apiServer', 'authenticationWebhook', 'servingSecret'],
      },
    ]);
  });
});

describe('pod networks of the routes plugin', () => {
  const network = { services: '10.96.0.0/16', pods: '10.200.0.0/16', plugin: 'routes' as const };

  it('follow the host part of the address', () => {
    const cluster = planned({ ...iccProfile(), network: { ...iccProfile().network, ...network } });
    const networks = cluster.nodes.flatMap(({ name, podCidr }) =>
      podCidr ? [[name, podCidr]] : [],
    );
    expect(networks).toEqual([
      ['icc-ctrl-1', '10.200.10.0/24'],
      ['icc-ctrl-2', '10.200.11.0/24'],
      ['icc-ctrl-3', '10.200.12.0/24'],
      ['icc-worker-1', '10.200.20.0/24'],
      ['icc-worker-2', '10.200.21.0/24'],
      ['icc-worker-3', '10.200.22.0/24'],
    ]);
    const controller = cluster.nodes[0];
    if (controller === undefined) throw new Error('no node');
    expect(nodeNetwork(cluster, controller).routes).toEqual([
      { to: '10.200.11.0/24', via: '10.240.0.11' },
      { to: '10.200.12.0/24', via: '10.240.0.12' },
      { to: '10.200.20.0/24', via: '10.240.0.20' },
      { to: '10.200.21.0/24', via: '10.240.0.21' },
      { to: '10.200.22.0/24', via: '10.240.0.22' },
    ]);
  });

  it('stay where they are when a machine joins', () => {
    const machines = [20, 21, 23].map((host) => ({
      name: `w-${host}`,
      roles: ['worker' as const],
      address: `192.168.7.${host}/24`,
    }));
    const networks = (count: number) =>
      planned(smallProfile({ network, machines: machines.slice(0, count) })).nodes.map(
        ({ podCidr }) => podCidr,
      );
    expect(networks(3).slice(0, 2)).toEqual(networks(2));
  });

  it('report a collision with a free network', () => {
    const diagnostics = createCollector();
    const machines = [
      { name: 'a', roles: ['worker' as const], address: '10.0.0.5/16' },
      { name: 'b', roles: ['worker' as const], address: '10.0.1.5/16' },
      { name: 'c', roles: ['worker' as const], address: '10.0.2.5/16', podCidr: '10.200.9.0/24' },
    ];
    planned(smallProfile({ network, machines }), diagnostics);
    expect(diagnostics.all).toMatchObject([
      {
        code: 'plan/pod-cidr-collision',
        path: ['machines', 1],
        message: 'b and a would share pod addresses (10.200.5.0/24)',
        hint: 'set podCidr: 10.200.0.0/24 on b',
      },
    ]);
  });

  it('report subnets that need a router', () => {
    const diagnostics = createCollector();
    const machines = [
      { name: 'a', roles: ['worker' as const], address: '10.0.0.5/24' },
      { name: 'b', roles: ['worker' as const], address: '10.0.1.6/24' },
    ];
    planned(smallProfile({ network, machines }), diagnostics);
    expect(diagnostics.all).toMatchObject([
      { code: 'plan/pod-route-off-link', severity: 'warning', path: ['network', 'plugin'] },
    ]);
  });
});
