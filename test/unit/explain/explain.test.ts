import { expect, test } from 'vitest';
import { explainCode } from '../../../src/explain/explain-code.ts';
import { explainNode } from '../../../src/explain/explain-node.ts';
import { type ExplainedPath, explainPath } from '../../../src/explain/explain-path.ts';
import { formatLink, formatPath } from '../../../src/explain/format-explanation.ts';
import { buildFixture } from '../../fixtures/builds.ts';
import { iccProfile, nodeNamed } from '../../fixtures/cluster.ts';

const build = await buildFixture(
  iccProfile((text) =>
    text
      .replace(
        '  apiServer:',
        '  apiServer:\n    extraSans: [api.example.org]\n    extraArgs: { v: "4" }',
      )
      .replace('name: icc-worker-1,', 'name: icc-worker-1, labels: { disk: fast },'),
  ),
  undefined,
);
const { source, secrets } = build;
if (source === undefined) throw new Error('the fixture has a source');
const { cluster, parsed } = source;

const explained = new Map<string, ExplainedPath>();

/** Trying every setting takes a while: once for each path. */
function explain(name: string, path: string) {
  const known = explained.get(`${name}:${path}`);
  if (known !== undefined) return known;
  const node = explainNode(cluster, nodeNamed(cluster, name), secrets);
  const found = explainPath(node, path, cluster, secrets, parsed);
  if (found === undefined) throw new Error(`nothing at ${path}`);
  explained.set(`${name}:${path}`, found);
  return found;
}

const settings = (name: string, path: string) =>
  explain(name, path).settings.map((setting) => setting.name);

test('a manifest: its component, its line, the settings that it depends on, its reader', () => {
  const found = explain('icc-ctrl-1', '/etc/kubernetes/manifests/kube-apiserver.yaml');
  expect(found).toMatchObject({
    kind: 'file',
    component: 'kube-apiserver',
    access: '0600 root:root',
    readers: ['static pod kube-apiserver'],
    secrets: [],
  });
  const names = found.settings.map(({ name }) => name);
  expect(names).toContain('kubernetes.apiServer.extraArgs.v');
  expect(names).toContain('network.services');
  expect(names).toContain('machines.icc-etcd-3.address');
  expect(names).not.toContain('kubernetes.apiServer.extraSans.0');
  const flag = found.settings.find(({ name }) => name === 'kubernetes.apiServer.extraArgs.v');
  expect(flag?.span).toMatchObject({ file: 'icc.yaml', line: 11 });
});

test('a certificate: the names that it carries come from the profile, the links from the plan', () => {
  const found = explain('icc-ctrl-1', '/etc/kubernetes/pki/apiserver.key');
  expect(found.secrets).toEqual([
    { secret: 'certificate/kube-apiserver@icc-ctrl-1', why: 'serves the Kubernetes API' },
  ]);
  expect(found.links.length).toBeGreaterThan(5);
  expect(
    found.links.every(({ serverCertificate }) => serverCertificate === 'kube-apiserver@icc-ctrl-1'),
  ).toBe(true);
  expect(found.settings.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'endpoint',
      'network.services',
      'kubernetes.apiServer.extraSans.0',
      'machines.icc-ctrl-1.address',
    ]),
  );
});

test('a CA’s certificate: the connections of the node that it verifies', () => {
  const found = explain('icc-etcd-1', '/etc/etcd/pki/ca.crt');
  expect(found.linksWhy).toContain('CA etcd');
  expect(found.links.every(({ ca }) => ca === 'etcd')).toBe(true);
  expect(found.readers).toEqual(['etcd.service']);
});

test('a unit depends on the settings of its node', () => {
  expect(settings('icc-worker-1', '/etc/systemd/system/kubelet.service')).toContain(
    'machines.icc-worker-1.labels.disk',
  );
  expect(settings('icc-worker-2', '/etc/systemd/system/kubelet.service')).not.toContain(
    'machines.icc-worker-1.labels.disk',
  );
});

test('everything on a node is listed: files, units, directories, downloads', () => {
  const { items, machine } = explainNode(cluster, nodeNamed(cluster, 'icc-etcd-1'), secrets);
  const kinds = new Set(items.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['directory', 'download', 'file', 'unit']);
  expect(items.filter(({ kind }) => kind === 'file')).toHaveLength(machine.files.length);
  expect(items.map(({ path }) => path)).toEqual(items.map(({ path }) => path).toSorted());
});

test('no secret is in an explanation', () => {
  for (const path of ['/etc/kubernetes/pki/apiserver.key', '/etc/kubernetes/apiserver/token.csv']) {
    const text = `${formatPath(explain('icc-ctrl-1', path))}${JSON.stringify(explain('icc-ctrl-1', path))}`;
    expect(text).not.toContain(secrets.bootstrapToken);
    expect(text).not.toContain('PRIVATE KEY');
  }
});

test('links and codes for people', () => {
  const [link] = cluster.links;
  if (link === undefined) throw new Error('ICC has links');
  expect(formatLink(link)).toBe(
    'kube-apiserver@icc-ctrl-1 → etcd@icc-etcd-1 at 141.22.30.32:2379/tcp, CA etcd',
  );
  expect(explainCode('profile/quorum')?.doc).toBeUndefined();
  expect(explainCode('profile/even-etcd')?.severity).toBe('warning');
});
