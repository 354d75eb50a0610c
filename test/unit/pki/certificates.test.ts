import { describe, expect, it } from 'vitest';
import { type CertificateRequest, listCertificates } from '../../../src/pki/certificates.ts';
import { nodesWithRole } from '../../../src/plan/cluster.ts';
import { iccProfile, planned, smallProfile } from '../plan/sample-cluster.ts';

const icc = planned(iccProfile());
const requests = listCertificates(icc);

function request(id: string): CertificateRequest {
  const found = requests.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

describe('the certificates of ICC', () => {
  it('are these', () => {
    const controllers = [1, 2, 3].map((number) => `icc-ctrl-${number}`);
    const members = [1, 2, 3, 4, 5].map((number) => `icc-etcd-${number}`);
    const workers = [1, 2, 3].map((number) => `icc-worker-${number}`);
    const kinds = [
      'addons',
      'authentication-webhook-client',
      'front-proxy-client',
      'kube-apiserver',
      'kube-apiserver-etcd-client',
      'kube-apiserver-kubelet-client',
      'kube-controller-manager',
      'kube-scheduler',
      'kubelet-client',
      'kubelet-serving',
    ];
    const expected = [
      'admin@person',
      'authentication-webhook',
      ...kinds.flatMap((kind) => controllers.map((node) => `${kind}@${node}`)),
      ...['etcd-peer', 'etcd-server'].flatMap((kind) => members.map((node) => `${kind}@${node}`)),
      ...workers.map((node) => `kubelet-serving@${node}`),
    ];
    expect(requests.map(({ id }) => id)).toEqual(expected.sort());
  });

  it('give the API server every name that is dialled, and serverAuth only', () => {
    expect(request('kube-apiserver@icc-ctrl-2')).toEqual({
      id: 'kube-apiserver@icc-ctrl-2',
      ca: 'kubernetes',
      subject: { commonName: 'kube-apiserver' },
      sans: {
        dns: [
          'icc-k8s-api.informatik.haw-hamburg.de',
          'kubernetes',
          'kubernetes.default',
          'kubernetes.default.svc',
          'kubernetes.default.svc.cluster.local',
          'localhost',
        ],
        ips: ['10.240.0.11', '10.32.0.1', '127.0.0.1'],
      },
      usages: ['serverAuth'],
      holder: 'icc-ctrl-2',
      why: 'serves the Kubernetes API',
      from: ['machines', 7],
    });
  });

  it('name nodes as the node authorizer wants them', () => {
    const subject = { commonName: 'system:node:icc-ctrl-1', organization: 'system:nodes' };
    expect(request('kubelet-client@icc-ctrl-1')).toMatchObject({ subject, usages: ['clientAuth'] });
    expect(request('kubelet-serving@icc-worker-1')).toMatchObject({
      sans: { dns: ['icc-worker-1'], ips: ['10.240.0.20'] },
      usages: ['serverAuth'],
    });
  });

  it('let etcd members be server and client, and dial themselves', () => {
    expect(request('etcd-server@icc-etcd-1')).toMatchObject({
      ca: 'etcd',
      sans: { dns: ['localhost'], ips: ['127.0.0.1', '141.22.30.32'] },
      usages: ['clientAuth', 'serverAuth'],
    });
    expect(request('etcd-peer@icc-etcd-1')).toMatchObject({
      sans: { dns: [], ips: ['141.22.30.32'] },
      usages: ['clientAuth', 'serverAuth'],
    });
  });

  it('keep system:masters to the addon applier', () => {
    const masters = requests.filter(({ subject }) => subject.organization === 'system:masters');
    expect(masters.map(({ id }) => id)).toEqual([
      'addons@icc-ctrl-1',
      'addons@icc-ctrl-2',
      'addons@icc-ctrl-3',
    ]);
    expect(request('admin@person')).toMatchObject({
      subject: { commonName: 'kubernetes-admin', organization: 'clusterseed:cluster-admins' },
      holder: 'person',
    });
  });

  it('serve the webhook at the address in its URL', () => {
    expect(request('authentication-webhook')).toMatchObject({
      sans: { dns: [], ips: ['10.32.0.15'] },
      usages: ['serverAuth'],
      holder: 'pods',
    });
    expect(request('authentication-webhook-client@icc-ctrl-1')).toMatchObject({
      subject: { commonName: 'kubernetes-ldap-client' },
      usages: ['clientAuth'],
    });
  });
});

describe('placement', () => {
  it('gives a worker nothing but its own serving key, and a frontend nothing', () => {
    for (const { name } of nodesWithRole(icc, 'worker')) {
      const held = requests.filter(({ holder }) => holder === name).map(({ id }) => id);
      expect(held).toEqual([`kubelet-serving@${name}`]);
    }
    for (const { name } of nodesWithRole(icc, 'frontend')) {
      expect(requests.filter(({ holder }) => holder === name)).toEqual([]);
    }
  });

  it('gives an etcd member nothing of the kubernetes CA', () => {
    for (const { name } of nodesWithRole(icc, 'etcd')) {
      const held = requests.filter(({ holder }) => holder === name);
      expect(held.map(({ ca }) => ca)).toEqual(['etcd', 'etcd']);
    }
  });

  it('has one holder for each key', () => {
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
  });
});

it('covers what every link dials with a certificate of the CA that is trusted', () => {
  const cluster = planned(smallProfile({ endpoint: '[fd00::7]:6443' }));
  const byId = new Map(listCertificates(cluster).map((one) => [one.id, one]));
  for (const { serverCertificate, host, serverName, ca } of cluster.links) {
    if (serverCertificate === undefined) continue;
    const found = byId.get(serverCertificate);
    expect(found?.ca).toBe(ca);
    expect([...(found?.sans.dns ?? []), ...(found?.sans.ips ?? [])]).toContain(serverName ?? host);
  }
  expect(byId.get('kube-apiserver@one')?.sans.ips).toContain('fd00::7');
});
