import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { checkProfile, compileNodes } from '../../../src/index.ts';
import { prepareSecrets } from '../../../src/prepare.ts';
import { fixtureNow, iccProfile } from '../../fixtures/cluster.ts';

/** What compiling ICC with this change of its text finds, `code @ line:column: message`. */
async function find(edit: (text: string) => string): Promise<string[]> {
  const { name, sources } = iccProfile(edit);
  const { cluster, diagnostics } = checkProfile(name, sources);
  if (cluster === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const prepared = await prepareSecrets({
    cluster,
    existing: undefined,
    now: fixtureNow,
    diagnostics: createCollector(),
  });
  if (prepared === undefined) throw new Error('no secrets');
  for (const _ of compileNodes(cluster, prepared.secrets, diagnostics, fixtureNow));
  return diagnostics.all.map(
    ({ code, span, message }) => `${code} @ ${span?.line}:${span?.column}: ${message}`,
  );
}

const kubernetes = (lines: string) => (text: string) =>
  text.replace('\nnetwork:', `\n${lines}\nnetwork:`);
const apiServer = (lines: string) => (text: string) =>
  text.replace('  apiServer:\n', `  apiServer:\n    ${lines}\n`);
const controllers = (lines: string) => (text: string) =>
  text.replace('\nmachines:', `\nroles:\n  controller:\n${lines}\nmachines:`);
const workers = (lines: string) => (text: string) =>
  text.replace('\nmachines:', `\nroles:\n  worker:\n${lines}\nmachines:`);

const pod = (spec: string) => `    files:
      - path: /etc/kubernetes/manifests/own.yaml
        content: '{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "own" }, "spec": ${spec} }'`;

describe('what the profile causes is its own code at its own line, once', () => {
  it.each([
    [
      'a flag that names a file which the pod does not mount',
      apiServer('extraArgs: { egress-selector-config-file: /etc/egress.yaml }'),
      /^machine\/not-mounted @ 10:\d+: .*\/etc\/egress\.yaml \(--egress-selector-config-file\)/,
    ],
    [
      'a file of the kubelet’s that is not there',
      kubernetes('  kubelet: { extraArgs: { image-credential-provider-config: /etc/creds.yaml } }'),
      /^machine\/missing-path @ 19:\d+: kubelet\.service names \/etc\/creds\.yaml/,
    ],
    [
      'a field of the kubelet’s configuration',
      kubernetes('  kubelet: { config: { resolvConf: /etc/pods/resolv.conf } }'),
      /^machine\/missing-path @ 19:\d+: .*\/etc\/pods\/resolv\.conf \(resolvConf of/,
    ],
    [
      'a port of the kubelet’s configuration',
      kubernetes('  kubelet: { config: { healthzPort: 10256 } }'),
      /^machine\/port-taken @ 19:\d+: .*port 10256/,
    ],
    [
      'a static pod that takes a port',
      controllers(
        pod(
          '{ "hostNetwork": true, "containers": [{ "name": "own", "image": "a.example/b:1", "ports": [{ "containerPort": 6443 }] }] }',
        ),
      ),
      /^machine\/port-taken @ 78:\d+: .*static pod own.*6443/,
    ],
    [
      'a static pod that mounts a file as a directory',
      controllers(
        pod(
          '{ "containers": [{ "name": "own", "image": "a.example/b:1" }], "volumes": [{ "name": "v", "hostPath": { "path": "/etc/hosts", "type": "Directory" } }] }',
        ),
      ),
      /^machine\/wrong-mount @ 78:\d+: .*own\.yaml.*\/etc\/hosts/,
    ],
    [
      'a static pod that mounts what is not there',
      controllers(
        pod(
          '{ "containers": [{ "name": "own", "image": "a.example/b:1" }], "volumes": [{ "name": "v", "hostPath": { "path": "/etc/own", "type": "File" } }] }',
        ),
      ),
      /^machine\/missing-host-path @ 78:\d+: .*own\.yaml.*\/etc\/own/,
    ],
    [
      'units that wait for each other',
      workers(
        '    units:\n      - { name: own.service, content: "[Unit]\\nAfter=kubelet.service\\nBefore=containerd.service\\n[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n" }',
      ),
      /^machine\/unit-cycle @ 78:\d+: .*own\.service/,
    ],
    [
      'a unit whose environment is not there',
      workers(
        '    units:\n      - { name: own.service, content: "[Service]\\nExecStart=/bin/true\\nEnvironmentFile=/opt/own/env\\n[Install]\\nWantedBy=multi-user.target\\n" }',
      ),
      /^machine\/missing-path @ 78:\d+: own\.service names \/opt\/own\/env/,
    ],
    [
      'a unit that is wanted by what is not there',
      workers(
        '    units:\n      - { name: own.service, content: "[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi.target\\n" }',
      ),
      /^machine\/missing-unit @ 78:\d+: own\.service .*WantedBy=multi\.target/,
    ],
    [
      'a drop-in of the profile’s for a unit of ours',
      workers(
        '    units:\n      - { name: kubelet.service, dropIns: [{ name: own.conf, content: "[Service]\\nEnvironmentFile=/opt/own/env\\n" }] }',
      ),
      /^machine\/missing-path @ 78:\d+: kubelet\.service names \/opt\/own\/env/,
    ],
    [
      'a drop-in that makes a ring',
      workers(
        '    units:\n      - { name: containerd.service, dropIns: [{ name: own.conf, content: "[Unit]\\nAfter=kubelet.service\\n" }] }',
      ),
      /^machine\/unit-cycle @ 78:\d+: .*containerd\.service/,
    ],
    [
      'a data directory that the unit of etcd seals',
      kubernetes('\netcd: { dataDir: /etc/etcd/data }\n'),
      /^machine\/no-access @ 20:\d+: etcd\.service cannot use \/etc\/etcd\/data/,
    ],
  ])('%s', async (_, edit, expected) => {
    const found = await find(edit);
    expect([found.filter((line) => expected.test(line)).length, found]).toEqual([1, found]);
    expect(found.filter((line) => line.startsWith('internal/'))).toEqual([]);
  });
});
