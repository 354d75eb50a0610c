import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { rotateSecret } from '../../src/lifecycle/rotate.ts';
import { type RotatableName, type RotationStage, rotationStages } from '../../src/pki/rotation.ts';
import type { Secrets } from '../../src/pki/secrets.ts';
import { rootBundle } from '../../src/pki/trust.ts';
import { succeed } from '../loopback/machine.ts';
import type { Finished } from '../loopback/sandbox.ts';
import { type Fleet, startFleet } from './fleet.ts';

/** What test/rotation/client.ts prints at its end. */
interface Report {
  readonly written: number;
  readonly reads: number;
  readonly tokenReads: number;
  readonly retries: number;
  readonly lost: readonly string[];
  readonly refused: readonly string[];
}

let fleet: Fleet;
let secrets: Secrets;
let client: Promise<Finished>;
let ended = false;
let handed = 0;

beforeAll(async () => {
  fleet = await startFleet();
  secrets = fleet.fixture.secrets;
  await kubectl('apply', '--server-side', '-f', '/etc/kubernetes/addons/10-rbac.yaml');
  const account = '--serviceaccount=default:default';
  await kubectl('create', 'rolebinding', 'pods-read', '--clusterrole=view', account, '-n=default');
  for (const name of ['one', 'two', 'three']) {
    await kubectl('create', 'secret', 'generic', name, `--from-literal=key=${name}`);
  }
  await appears('serviceaccount/default', 'configmap/kube-root-ca.crt');
  await handOut();
  const script = join(import.meta.dirname, 'client.ts');
  const servers = fleet.controllers.map(({ address }) => address);
  client = fleet.hub.run([process.execPath, script, '/run/client', ...servers]);
  void client.then(() => {
    ended = true;
  });
  await sleep(3000);
}, 900_000);

afterAll(async () => {
  await fleet?.close();
});

function kubectl(...args: readonly string[]): Promise<string> {
  const [first] = fleet.controllers;
  if (first === undefined) throw new Error('no controller');
  return succeed(first.sandbox, ['kubectl', '--kubeconfig=/etc/kubernetes/addons.conf', ...args]);
}

/** Waits until the controller manager has made these in the namespace default. */
async function appears(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    let found = '';
    for (let attempt = 0; attempt < 60 && found === ''; attempt += 1) {
      found = await kubectl('get', name, '-n=default', '--ignore-not-found', '-o=name');
      if (found === '') await sleep(1000);
    }
  }
}

function etcdctl(...args: readonly string[]): Promise<string> {
  const [first] = fleet.etcd;
  if (first === undefined) throw new Error('no member');
  const script = '. /etc/etcd/etcdctl.env && exec etcdctl "$@" 2>&1';
  return succeed(first.sandbox, ['sh', '-c', script, 'sh', ...args]);
}

/** Gives the client what admin.kubeconfig has now, and a fresh token of a pod. */
async function handOut(): Promise<void> {
  const admin = secrets.certificates['admin@person'];
  const token = await kubectl('create', 'token', 'default', '--duration=2h');
  const files = {
    'ca.crt': rootBundle(secrets, 'kubernetes'),
    'tls.crt': admin?.certificate ?? '',
    'tls.key': admin?.key ?? '',
    token: token.trim(),
  };
  handed += 1;
  const folder = `/run/handed-${handed}`;
  await succeed(fleet.hub, ['mkdir', folder]);
  for (const [name, content] of Object.entries(files)) {
    await succeed(fleet.hub, ['tee', `${folder}/${name}`], content);
  }
  // All at once: a certificate is never beside the key of another.
  const exchange = 'ln -s "$1" /run/client.new && mv -T /run/client.new /run/client';
  await succeed(fleet.hub, ['sh', '-euc', exchange, 'sh', folder]);
}

/** Moves on to the stage and rolls it out, one machine after the other, while the client goes on. */
async function advance(name: RotatableName, stage: RotationStage): Promise<void> {
  const diagnostics = createCollector();
  const { cluster } = fleet.fixture;
  const now = new Date();
  const rotated = await rotateSecret({ cluster, secrets, name, move: 'next', now, diagnostics });
  expect(diagnostics.all).toEqual([]);
  expect(rotated?.to).toBe(stage);
  secrets = rotated?.secrets ?? secrets;
  for (const member of [...fleet.etcd, ...fleet.controllers]) {
    const restarted = await fleet.rollOut(member, secrets);
    if (restarted.length > 0) {
      process.stdout.write(`${name} ${stage}: ${member.name} restarted ${restarted.join(', ')}\n`);
    }
  }
  await handOut();
  await sleep(2000);
  expect(ended).toBe(false);
}

/** The status of a request with a bearer token. */
async function statusWith(token: string, path = '/api'): Promise<string> {
  const [server] = fleet.controllers;
  const url = `https://${server?.address}:6443${path}`;
  const options = [
    '--silent',
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
    '--max-time',
    '30',
  ];
  const trust = ['--cacert', '/run/client/ca.crt'];
  const header = ['--header', `authorization: Bearer ${token}`];
  return (await fleet.hub.run(['curl', ...options, ...trust, ...header, url])).stdout;
}

test('the etcd CA', async () => {
  const before = secrets;
  for (const stage of rotationStages) {
    await advance('ca/etcd', stage);
    expect(await etcdctl('endpoint', 'health', '--cluster')).not.toContain('unhealthy');
  }
  const [server] = fleet.etcd;
  const pair = before.certificates['kube-apiserver-etcd-client@loop-c1'];
  await succeed(fleet.hub, ['tee', '/run/old.crt'], pair?.certificate ?? '');
  await succeed(fleet.hub, ['tee', '/run/old.key'], pair?.key ?? '');
  const identity = ['--cert', '/run/old.crt', '--key', '/run/old.key', '--insecure'];
  const old = await fleet.hub.run([
    'curl',
    '--silent',
    '--max-time',
    '10',
    ...identity,
    `https://${server?.address}:2379/health`,
  ]);
  expect(old.code).not.toBe(0);
});

test('the CA of the cluster', async () => {
  const before = secrets;
  const issuers: string[] = [];
  const roots: number[] = [];
  for (const stage of rotationStages) {
    await advance('ca/kubernetes', stage);
    issuers.push(await issuerOfNewKubelet(`w-${stage}`));
    roots.push(await countRoots(stage === 'drop' ? 1 : 2));
  }
  expect(issuers).toEqual(['icc-kubernetes-ca', 'icc-kubernetes-ca-2', 'icc-kubernetes-ca-2']);
  expect(roots).toEqual([2, 2, 1]);
  // A certificate of the old CA lets nobody in any more.
  const pair = before.certificates['admin@person'];
  await succeed(fleet.hub, ['tee', '/run/old.crt'], pair?.certificate ?? '');
  await succeed(fleet.hub, ['tee', '/run/old.key'], pair?.key ?? '');
  const [server] = fleet.controllers;
  const identity = ['--cert', '/run/old.crt', '--key', '/run/old.key'];
  const options = [
    '--silent',
    '--write-out',
    '%{http_code}',
    '--output',
    '/dev/null',
    '--cacert',
    '/run/client/ca.crt',
  ];
  const old = await fleet.hub.run([
    'curl',
    ...options,
    ...identity,
    `https://${server?.address}:6443/api`,
  ]);
  expect(old.stdout).toBe('401');
});

/** The common name of the CA that signs for a kubelet that joins now. */
async function issuerOfNewKubelet(name: string): Promise<string> {
  const subject = `/O=system:nodes/CN=system:node:${name}`;
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    '/run/k',
  ];
  const request = await succeed(fleet.hub, ['openssl', 'req', '-new', ...key, '-subj', subject]);
  const csr = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: {
      request: btoa(request),
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    },
  };
  const [server] = fleet.controllers;
  const join = [
    `--server=https://${server?.address}:6443`,
    '--certificate-authority=/etc/kubernetes/pki/ca.crt',
    `--token=${secrets.bootstrapToken}`,
  ];
  const create = ['kubectl', '--kubeconfig=/dev/null', ...join, 'create', '-f', '-'];
  if (server === undefined) throw new Error('no controller');
  await succeed(server.sandbox, create, JSON.stringify(csr));
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const signed = await kubectl('get', `csr/${name}`, '-o', 'jsonpath={.status.certificate}');
    if (signed !== '') return /CN=(.*)$/m.exec(new X509Certificate(atob(signed)).issuer)?.[1] ?? '';
    await sleep(500);
  }
  throw new Error('no controller manager signs');
}

/** How many CAs pods are given; waits until the controller manager has written them. */
async function countRoots(expected: number): Promise<number> {
  let count = 0;
  for (let attempt = 0; attempt < 60 && count !== expected; attempt += 1) {
    const path = 'jsonpath={.data.ca\\.crt}';
    const text = await kubectl('-n', 'default', 'get', 'configmap/kube-root-ca.crt', '-o', path);
    count = text.split('BEGIN').length - 1;
    if (count !== expected) await sleep(1000);
  }
  return count;
}

test('the CA of the front proxy', async () => {
  const map = 'extension-apiserver-authentication';
  const published = async () => {
    const path = 'jsonpath={.data.requestheader-client-ca-file}';
    const text = await kubectl('-n', 'kube-system', 'get', `configmap/${map}`, '-o', path);
    return text.split('BEGIN').length - 1;
  };
  await advance('ca/front-proxy', 'trust');
  expect(await published()).toBe(2);
  await advance('ca/front-proxy', 'switch');
  expect(await published()).toBe(2);
  await advance('ca/front-proxy', 'drop');
  // The API servers only add to it: this is why the guide has it deleted.
  expect(await published()).toBe(2);
  await kubectl('-n', 'kube-system', 'delete', 'configmap', map);
  let count = 0;
  for (let attempt = 0; attempt < 120 && count === 0; attempt += 1) {
    count = await published().catch(() => 0);
    if (count === 0) await sleep(1000);
  }
  expect(count).toBe(1);
});

test('the service-account key', async () => {
  const keys: number[] = [];
  const old = (await kubectl('create', 'token', 'default', '--duration=2h')).trim();
  const seen: string[] = [];
  const path = '/api/v1/namespaces/default/configmaps/kube-root-ca.crt';
  for (const stage of rotationStages) {
    await advance('service-account-key', stage);
    const jwks = JSON.parse(await kubectl('get', '--raw=/openid/v1/jwks')) as { keys: unknown[] };
    keys.push(jwks.keys.length);
    seen.push(await statusWith(old, path));
  }
  expect(keys).toEqual([2, 2, 1]);
  expect(seen).toEqual(['200', '200', '401']);
});

test('the key of encryption at rest', async () => {
  const stored = async (generation: number) => {
    const values = await etcdctl('get', '/registry/secrets', '--prefix', '--print-value-only');
    return values.split(`k8s:enc:secretbox:v1:clusterseed-${generation}:`).length - 1;
  };
  const readable = async () =>
    (await kubectl('get', 'secrets', '-o', 'name')).trim().split('\n').length;
  await advance('encryption-key', 'trust');
  expect([await stored(1), await stored(2), await readable()]).toEqual([3, 0, 3]);
  await advance('encryption-key', 'switch');
  expect([await stored(1), await stored(2), await readable()]).toEqual([3, 0, 3]);
  const [server] = fleet.controllers;
  const config = '--kubeconfig=/etc/kubernetes/addons.conf';
  const rewrite = `kubectl ${config} get secrets --all-namespaces -o json | kubectl ${config} replace -f -`;
  if (server === undefined) throw new Error('no controller');
  await succeed(server.sandbox, ['sh', '-euc', rewrite]);
  expect([await stored(1), await stored(2), await readable()]).toEqual([0, 3, 3]);
  await advance('encryption-key', 'drop');
  expect(await readable()).toBe(3);
});

test('the bootstrap token', async () => {
  const old = secrets.bootstrapToken;
  const seen: (readonly string[])[] = [];
  for (const stage of rotationStages) {
    await advance('bootstrap-token', stage);
    const other = secrets.rotations?.['bootstrap-token']?.other;
    const newer = secrets.bootstrapToken === old ? String(other) : secrets.bootstrapToken;
    // 403: known, but not allowed to list the API; 401: not known.
    seen.push([await statusWith(old), await statusWith(newer)]);
  }
  const known = expect.stringMatching(/^(200|403)$/);
  expect(seen).toEqual([
    [known, known],
    [known, known],
    ['401', known],
  ]);
});

test('the client has lost nothing and was refused nowhere', async () => {
  await succeed(fleet.hub, ['pkill', '-TERM', '-f', 'rotation/client.ts']);
  const { code, stdout, stderr } = await client;
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Report;
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.lost).toEqual([]);
  expect(report.refused).toEqual([]);
  expect(report.written).toBeGreaterThan(500);
  expect(report.tokenReads).toBeGreaterThan(500);
});
