import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createCollector,
  dropGenerations,
  guideStage,
  listDroppable,
  listNodeChanges,
  type RotatableName,
  type RotationMove,
  rotatableNames,
  rotateSecret,
  type Secrets,
} from '../../../src/index.ts';
import { clusterFixture, iccProfile, fixtureNow as now } from '../../fixtures/cluster.ts';
import { compileMachine } from '../../loopback/machine.ts';

const { cluster, secrets } = await clusterFixture(iccProfile());

async function rotate(from: Secrets, name: RotatableName, move: RotationMove) {
  const diagnostics = createCollector();
  const rotated = await rotateSecret({ cluster, secrets: from, name, move, now, diagnostics });
  return { rotated, codes: diagnostics.all.map(({ code }) => code) };
}

async function stages(name: RotatableName): Promise<[Secrets, Secrets, Secrets]> {
  const found: Secrets[] = [];
  for (const move of ['trust', 'switch', 'drop'] as const) {
    const { rotated } = await rotate(found.at(-1) ?? secrets, name, move);
    if (rotated === undefined) throw new Error(`${name} refuses ${move}`);
    found.push(rotated.secrets);
  }
  const [trust, switched, drop] = found;
  if (!trust || !switched || !drop) throw new Error('stages are missing');
  return [trust, switched, drop];
}

function text(at: Secrets, node: string, path: string): string {
  const machine = compileMachine({ cluster, secrets: at }, node);
  return String(machine.files.find((file) => file.path === path)?.content);
}

const count = (pem: string) => pem.split('-----BEGIN').length - 1;

describe('the CA of the cluster', async () => {
  const [trust, switched, drop] = await stages('ca/kubernetes');
  const all = [secrets, trust, switched, drop];
  const worker = 'icc-worker-1';
  const controller = 'icc-ctrl-1';
  const bundle = '/etc/kubernetes/pki/ca.crt';

  it('is trusted in both generations while it is rotated, and the list does not change at the switch', () => {
    for (const node of [worker, controller]) {
      expect(all.map((at) => count(text(at, node, bundle)))).toEqual([1, 2, 2, 1]);
      expect(text(switched, node, bundle)).toBe(text(trust, node, bundle));
    }
  });

  it('signs alone: the controller manager is given one certificate, that of its key', () => {
    for (const at of [trust, switched]) {
      const signing = text(at, controller, '/etc/kubernetes/pki/signing-ca.crt');
      expect(signing).toBe(at.cas.kubernetes.certificate);
      expect(text(at, controller, '/etc/kubernetes/pki/ca.key')).toBe(at.cas.kubernetes.key);
      expect(
        text(at, controller, '/etc/kubernetes/manifests/kube-controller-manager.yaml'),
      ).toContain('--cluster-signing-cert-file=/etc/kubernetes/pki/signing-ca.crt');
    }
    expect(
      text(drop, controller, '/etc/kubernetes/manifests/kube-controller-manager.yaml'),
    ).toContain('--cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt');
  });

  it('changes its leaves at the switch only, and no other CA’s', () => {
    const changed = (a: Secrets, b: Secrets) =>
      Object.keys(a.certificates).filter((id) => a.certificates[id] !== b.certificates[id]);
    expect(changed(secrets, trust)).toEqual([]);
    expect(changed(switched, drop)).toEqual([]);
    const ids = changed(trust, switched);
    expect(ids).toContain('kube-apiserver@icc-ctrl-1');
    expect(ids.filter((id) => /etcd|front-proxy/.test(id))).toEqual([]);
    const leaf = switched.certificates['kube-apiserver@icc-ctrl-1']?.certificate ?? '';
    expect(new X509Certificate(leaf).issuer).toContain('CN=icc-kubernetes-ca-2');
  });

  it('is known by its number', () => {
    expect(all.map(({ generations }) => generations?.['ca/kubernetes'] ?? 1)).toEqual([1, 1, 2, 2]);
  });
});

describe('keys and token', () => {
  const directory = '/etc/kubernetes/apiserver';

  it('service-account keys: both are accepted, one signs', async () => {
    const all = [secrets, ...(await stages('service-account-key'))];
    const file = (at: Secrets, name: string) =>
      text(at, 'icc-ctrl-1', `/etc/kubernetes/pki/${name}`);
    expect(all.map((at) => count(file(at, 'sa.pub')))).toEqual([1, 2, 2, 1]);
    expect(all.map((at) => count(file(at, 'sa.key')))).toEqual([1, 1, 1, 1]);
    expect(file(all[1] ?? secrets, 'sa.key')).toBe(secrets.serviceAccountKey);
    expect(file(all[2] ?? secrets, 'sa.key')).not.toBe(secrets.serviceAccountKey);
  });

  it('encryption keys: the new one reads first, then writes', async () => {
    const all = [secrets, ...(await stages('encryption-key'))];
    const names = all.map((at) =>
      [...text(at, 'icc-ctrl-1', `${directory}/encryption.yaml`).matchAll(/name: (\S+)/g)].map(
        ([, name]) => name,
      ),
    );
    expect(names).toEqual([
      ['clusterseed-1'],
      ['clusterseed-1', 'clusterseed-2'],
      ['clusterseed-2', 'clusterseed-1'],
      ['clusterseed-2'],
    ]);
  });

  it('tokens: two lines while both are accepted', async () => {
    const all = [secrets, ...(await stages('bootstrap-token'))];
    const lines = (at: Secrets) =>
      text(at, 'icc-ctrl-1', `${directory}/token.csv`).trim().split('\n');
    expect(all.map((at) => lines(at).length)).toEqual([1, 2, 2, 1]);
    for (const at of all) {
      const kubeconfig = text(at, 'icc-worker-1', '/etc/kubernetes/bootstrap-kubelet.conf');
      expect(kubeconfig).toContain(`token: ${at.bootstrapToken}`);
      expect(lines(at).some((line) => line.startsWith(at.bootstrapToken))).toBe(true);
    }
  });
});

describe('stages', () => {
  it.each([
    ['none', 'switch'],
    ['none', 'back'],
    ['trust', 'drop'],
  ] as const)('from %s to %s is refused', async (from, move) => {
    const start = from === 'none' ? secrets : (await stages('ca/etcd'))[0];
    expect(await rotate(start, 'ca/etcd', move)).toEqual({
      rotated: undefined,
      codes: ['pki/stage-order'],
    });
  });

  it('end with the old generation’s removal, which is refused before', async () => {
    const [, switched, drop] = await stages('ca/etcd');
    const early = createCollector();
    expect(dropGenerations(switched, ['ca/etcd'], early)).toBe(switched);
    expect(early.all.map(({ code }) => code)).toEqual(['pki/stage-order']);
    expect(listDroppable(drop)).toEqual(['ca/etcd']);
    const done = dropGenerations(drop, ['ca/etcd'], createCollector());
    expect(done.rotations).toBeUndefined();
    expect(listNodeChanges(cluster, drop, done)).toEqual([]);
    expect(JSON.stringify(done)).not.toContain(JSON.stringify(secrets.cas.etcd.key));
  });

  it.each(rotatableNames)(
    'of %s are told: who changes, in which order, what to check',
    async (name) => {
      let before = secrets;
      for (const at of await stages(name)) {
        const nodes = listNodeChanges(cluster, before, at);
        const guide = guideStage(cluster, at, name, nodes, 'out/icc');
        expect(guide.order.flat().toSorted()).toEqual(nodes.map(({ node }) => node));
        expect(nodes.every(({ restarts }) => restarts.length > 0)).toBe(true);
        expect(guide.does).not.toBe('');
        before = at;
      }
    },
  );
});
