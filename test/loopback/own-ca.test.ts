import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminKubeconfig } from '../../src/components/admin-kubeconfig.ts';
import { type ClusterFixture, clusterFixture, iccProfile } from '../fixtures/cluster.ts';
import { makeCompanyPki, withOwnCas } from '../fixtures/own-ca.ts';
import { parseStaticPod } from '../fixtures/static-pod.ts';
import {
  compileMachine,
  installMachine,
  loopbackMachines,
  podCommand,
  serverAddress,
  serverName,
  succeed,
  unitCommand,
} from './machine.ts';
import { buildPrograms } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** The control plane under CAs of a company: intermediate ones, whose roots' keys are nowhere. */
const company = {
  kubernetes: makeCompanyPki('kubernetes'),
  etcd: makeCompanyPki('etcd'),
  frontProxy: makeCompanyPki('front-proxy'),
};
let fixture: ClusterFixture;
let sandbox: Sandbox;

beforeAll(async () => {
  fixture = await clusterFixture(withOwnCas(iccProfile(loopbackMachines), company), new Date());
  const machine = compileMachine(fixture, serverName);
  const { version, etcdVersion } = fixture.cluster;
  const programs = buildPrograms(`kubernetes@${version}`, `etcd@${etcdVersion}`);
  sandbox = await openSandbox();
  await installMachine(sandbox, machine, programs);
  sandbox.keepRunning('etcd', unitCommand(machine, 'etcd.service'));
  for (const name of ['kube-apiserver', 'kube-controller-manager']) {
    const path = `/etc/kubernetes/manifests/${name}.yaml`;
    const manifest = String(machine.files.find((file) => file.path === path)?.content);
    sandbox.keepRunning(name, podCommand(parseStaticPod(manifest)));
  }
  sandbox.keepRunning('haproxy', ['haproxy', '-Ws', '-f', '/etc/haproxy/haproxy.cfg']);
  const kubeconfig = adminKubeconfig(fixture.cluster, fixture.secrets);
  await succeed(sandbox, ['tee', '/run/admin.kubeconfig'], kubeconfig);
}, 600_000);

afterAll(async () => {
  await sandbox?.close();
});

async function eventually(command: readonly string[], expected: RegExp): Promise<void> {
  let last = '';
  for (let attempt = 0; attempt < 90 && !expected.test(last); attempt += 1) {
    const { stdout, stderr } = await sandbox.run(command);
    last = stdout + stderr;
    if (!expected.test(last)) await sleep(1000);
  }
  const logs = ['etcd', 'kube-apiserver', 'haproxy'].map((name) =>
    sandbox.logOf(name).slice(-1500),
  );
  expect(last, logs.join('\n')).toMatch(expected);
}

test('API server, etcd, HAProxy and kubectl trust each other', async () => {
  const addons = ['kubectl', '--kubeconfig=/etc/kubernetes/addons.conf'];
  await eventually([...addons, 'get', '--raw=/readyz'], /^ok$/);
  await succeed(sandbox, [
    ...addons,
    'apply',
    '--server-side',
    '-f',
    '/etc/kubernetes/addons/10-rbac.yaml',
  ]);
  await eventually(
    ['kubectl', '--kubeconfig=/run/admin.kubeconfig', 'auth', 'can-i', '*', '*'],
    /^yes\n$/,
  );
});

test('pods are given everything up to the root', async () => {
  const path = 'jsonpath={.data.ca\\.crt}';
  const get = [
    'kubectl',
    '--kubeconfig=/run/admin.kubeconfig',
    '-n=default',
    'get',
    'configmap/kube-root-ca.crt',
    '-o',
    path,
  ];
  await eventually(get, /BEGIN.*BEGIN/s);
  expect(await succeed(sandbox, get)).toBe(company.kubernetes.chain);
});

test('somebody whom the same root has certified is let in nowhere', async () => {
  for (const [ca, url] of [
    ['kubernetes', `https://${serverAddress}:6443/api`],
    ['etcd', `https://${serverAddress}:2379/version`],
  ] as const) {
    const { certificate, key } = company[ca].stranger;
    await succeed(sandbox, ['tee', '/run/stranger.crt'], certificate);
    await succeed(sandbox, ['tee', '/run/stranger.key'], key);
    await succeed(sandbox, ['tee', '/run/root.crt'], company[ca].root);
    const identity = ['--cert', '/run/stranger.crt', '--key', '/run/stranger.key'];
    const options = [
      '--silent',
      '--cacert',
      '/run/root.crt',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code}',
    ];
    const { stdout, code } = await sandbox.run(['curl', ...options, ...identity, url]);
    // The server is trusted by the root alone: it shows its chain. The client is not known.
    expect([ca, stdout, code === 60]).toEqual([ca, ca === 'etcd' ? '000' : '401', false]);
  }
});
