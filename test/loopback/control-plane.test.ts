import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminKubeconfig } from '../../src/components/admin-kubeconfig.ts';
import type { Machine } from '../../src/machine/model.ts';
import type { ClusterFixture } from '../fixtures/cluster.ts';
import { parseStaticPod } from '../fixtures/static-pod.ts';
import {
  compileMachine,
  installMachine,
  loopbackFixture,
  podCommand,
  serverAddress,
  serverName,
  succeed,
  unitCommand,
} from './machine.ts';
import { buildPrograms } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let fixture: ClusterFixture;
let machine: Machine;
let sandbox: Sandbox;

const ca = '/etc/kubernetes/pki/ca.crt';
const api = `https://${serverAddress}:6443`;
const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

beforeAll(async () => {
  fixture = await loopbackFixture();
  machine = compileMachine(fixture, serverName);
  const { version, etcdVersion } = fixture.cluster;
  const programs = buildPrograms(`kubernetes@${version}`, `etcd@${etcdVersion}`);
  sandbox = await openSandbox();
  await installMachine(sandbox, machine, programs);
  // The API server before its etcd: machines boot in any order.
  for (const name of pods) sandbox.keepRunning(name, podCommand(parseStaticPod(manifest(name))));
  await sleep(5000);
  sandbox.keepRunning('etcd', unitCommand(machine, 'etcd.service'));
  sandbox.keepRunning('haproxy', ['haproxy', '-Ws', '-f', '/etc/haproxy/haproxy.cfg']);
  await answers(`${api}/readyz`, '200 ok');
}, 600_000);

afterAll(async () => {
  await sandbox?.close();
});

function manifest(name: string): string {
  const path = `/etc/kubernetes/manifests/${name}.yaml`;
  return String(machine.files.find((file) => file.path === path)?.content);
}

/** Status and body of a GET that trusts the cluster CA, without any credentials. */
async function get(url: string, ...options: readonly string[]): Promise<string> {
  const format = ['--write-out', '\n%{http_code}', '--silent', '--show-error', '--max-time', '20'];
  const { stdout, stderr } = await sandbox.run([
    'curl',
    ...format,
    '--cacert',
    ca,
    ...options,
    url,
  ]);
  const lines = stdout.split('\n');
  return `${lines.pop()} ${lines.join('\n')}${stderr}`.trim();
}

/** Waits until the URL answers exactly that; says what it answered instead, and what the programs said. */
async function answers(
  url: string,
  expected: string,
  ...options: readonly string[]
): Promise<void> {
  let last = '';
  for (let attempt = 0; attempt < 120; attempt += 1) {
    last = await get(url, ...options);
    if (last === expected) return;
    await sleep(1000);
  }
  const logs = ['etcd', ...pods].map((name) => `== ${name}\n${sandbox.logOf(name).slice(-3000)}`);
  throw new Error(`${url} answers ${last}\n${logs.join('\n')}`);
}

function kubectl(...args: readonly string[]): Promise<string> {
  return succeed(sandbox, ['kubectl', '--kubeconfig=/etc/kubernetes/addons.conf', ...args]);
}

/** kubectl with the bootstrap token of token.csv and nothing else. */
function joining(...args: readonly string[]) {
  const token = `--token=${fixture.secrets.bootstrapToken}`;
  const server = [`--server=${api}`, `--certificate-authority=${ca}`, '--kubeconfig=/dev/null'];
  return [...server, token, ...args];
}

test('etcd is ready and its data directory is its own', async () => {
  await answers('http://127.0.0.1:2381/readyz', '200 ok');
  expect(await succeed(sandbox, ['stat', '--format=%U %a', '/var/lib/etcd'])).toBe('etcd 700\n');
  const etcdctl = '. /etc/etcd/etcdctl.env && exec etcdctl endpoint health --cluster';
  expect(await succeed(sandbox, ['sh', '-c', `${etcdctl} 2>&1`])).toContain('is healthy');
});

test('the API server is healthy over TLS at its address and on the loopback', async () => {
  for (const host of [serverAddress, '127.0.0.1', 'localhost']) {
    for (const path of ['healthz', 'readyz', 'livez?exclude=etcd']) {
      expect(await get(`https://${host}:6443/${path}`)).toBe('200 ok');
    }
  }
});

test('nobody without a name gets any further', async () => {
  for (const path of ['version', 'api', 'metrics', 'apis']) {
    expect(await get(`${api}/${path}`)).toMatch(/^401 /);
  }
});

test('controller manager and scheduler are healthy', async () => {
  await answers('https://127.0.0.1:10257/healthz', '200 ok', '--insecure');
  await answers('https://127.0.0.1:10259/livez', '200 ok', '--insecure');
  await answers('https://127.0.0.1:10259/readyz', '200 ok', '--insecure');
});

test('the API server accepts every addon manifest, strictly', async () => {
  const directory = '/etc/kubernetes/addons/';
  const files = machine.files.map(({ path }) => path).filter((path) => path.startsWith(directory));
  expect(files.length).toBeGreaterThan(3);
  const options = ['--server-side', '--validate=strict', '--force-conflicts'];
  for (const path of files.sort()) {
    expect(await kubectl('apply', ...options, '--field-manager=clusterseed', '-f', path)).toContain(
      'serverside-applied',
    );
  }
});

test('a frontend passes the administrator on to the API', async () => {
  await succeed(
    sandbox,
    ['tee', '/run/admin.kubeconfig'],
    adminKubeconfig(fixture.cluster, fixture.secrets),
  );
  const options = ['--kubeconfig=/run/admin.kubeconfig'];
  const attempt = () => sandbox.run(['kubectl', ...options, 'auth', 'can-i', '*', '*']);
  let last = await attempt();
  for (let tries = 0; tries < 30 && last.code !== 0; tries += 1) {
    await sleep(1000);
    last = await attempt();
  }
  expect(`${last.stdout}${last.code === 0 ? '' : last.stderr + sandbox.logOf('haproxy')}`).toBe(
    'yes\n',
  );
});

test('the token of token.csv joins a worker and does nothing else', async () => {
  const can = async (...what: readonly string[]) =>
    (await sandbox.run(['kubectl', ...joining('auth', 'can-i', ...what)])).stdout.trim();
  expect(await can('create', 'certificatesigningrequests')).toBe('yes');
  expect(await can('list', 'secrets', '--all-namespaces')).toBe('no');
  expect(await can('list', 'nodes')).toBe('no');

  const subject = '/O=system:nodes/CN=system:node:loop-2';
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    '/run/k',
  ];
  const request = await succeed(sandbox, ['openssl', 'req', '-new', ...key, '-subj', subject]);
  const csr = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'loop-2' },
    spec: {
      request: btoa(request),
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    },
  };
  await succeed(sandbox, ['kubectl', ...joining('create', '-f', '-')], JSON.stringify(csr));
  await kubectl('wait', '--for=condition=Approved', '--timeout=60s', 'csr/loop-2');
  const certificate = ['get', 'csr/loop-2', '-o', 'jsonpath={.status.certificate}'];
  let issued = '';
  for (let tries = 0; tries < 60 && issued === ''; tries += 1) {
    issued = await kubectl(...certificate);
    await sleep(500);
  }
  const described = await succeed(
    sandbox,
    ['openssl', 'x509', '-noout', '-subject', '-issuer', '-nameopt', 'RFC2253'],
    atob(issued),
  );
  expect(described).toContain('CN=system:node:loop-2');
});

test('Secrets are encrypted in etcd and stay out of the audit log', async () => {
  const body = 'a-value-that-must-not-be-seen';
  await kubectl('create', 'secret', 'generic', 'hidden', `--from-literal=key=${body}`);
  const read = '. /etc/etcd/etcdctl.env && exec etcdctl get --print-value-only "$1"';
  const stored = await succeed(sandbox, [
    'sh',
    '-c',
    read,
    'sh',
    '/registry/secrets/default/hidden',
  ]);
  expect(stored.startsWith('k8s:enc:secretbox:v1:clusterseed-1:')).toBe(true);
  expect(stored).not.toContain(body);

  const log = '/var/log/kubernetes/audit/audit.log';
  const events = (await succeed(sandbox, ['cat', log])).trim().split('\n');
  const creation = events.filter(
    (event) => event.includes('"secrets"') && event.includes('"hidden"'),
  );
  expect(creation.map((event) => JSON.parse(event))).toMatchObject([
    { level: 'Metadata', verb: 'create', stage: 'ResponseComplete' },
  ]);
  for (const secret of [body, btoa(body), fixture.secrets.bootstrapToken]) {
    expect(events.filter((event) => event.includes(secret))).toEqual([]);
  }
  expect(await succeed(sandbox, ['stat', '--format=%U %a', log])).toBe('root 600\n');
});
