import { describe, expect, it } from 'vitest';
import { startAssessment } from '../../../src/cis/assessment.ts';
import type { CisReport } from '../../../src/cis/report.ts';
import { cisItems } from '../../../src/diagnostics/cis-items.ts';
import type { Machine, MachineFile } from '../../../src/machine/model.ts';
import type { Cluster } from '../../../src/plan/cluster.ts';
import { iccProfile, planFixture } from '../../fixtures/cluster.ts';
import { iccMachines } from '../../fixtures/compiled.ts';

/** One machine of each role, and all controllers. */
const machines = iccMachines().filter(({ name }) => /-1$|ctrl/.test(name));
const cluster = planFixture(iccProfile());
const waivedInIcc = ['1.1.9', '1.1.10', '1.2.1', '1.2.2', '1.2.3', '1.2.9', '1.2.11', '4.1.1'];

type Accept = Cluster['profile']['accept'];

function assess(of: readonly Machine[], accept: Accept = []): CisReport {
  const assessment = startAssessment({ ...cluster, profile: { ...cluster.profile, accept } });
  for (const machine of of) assessment.look(machine);
  return assessment.report();
}

function resultOf(report: CisReport, item: string) {
  const found = report.results.find((result) => result.item === item);
  if (found === undefined) throw new Error(`no item ${item}`);
  return found;
}

/** The machines with one file of each changed, where it has it. */
function withFile(path: string, change: (file: MachineFile) => MachineFile): Machine[] {
  let changed = 0;
  const edited = machines.map((machine) => ({
    ...machine,
    files: machine.files.map((file) => {
      if (file.path !== path) return file;
      changed += 1;
      return change(file);
    }),
  }));
  expect([path, changed > 0]).toEqual([path, true]);
  return edited;
}

function replaced(from: string | RegExp, to: string) {
  return (text: string) => {
    const edited = text.replace(from, to);
    expect([from, edited === text]).toEqual([from, false]);
    return edited;
  };
}

const withText = (path: string, change: (text: string) => string) =>
  withFile(path, (file) => ({ ...file, content: change(String(file.content)) }));

function withUnit(name: string, change: (text: string) => string): Machine[] {
  return machines.map((machine) => ({
    ...machine,
    units: machine.units.map((unit) =>
      unit.name === name ? { ...unit, content: change(String(unit.content)) } : unit,
    ),
  }));
}

const pod = (program: string) => `/etc/kubernetes/manifests/${program}.yaml`;
const apiServer = pod('kube-apiserver');
const manager = pod('kube-controller-manager');
const kubelet = '/etc/kubernetes/kubelet.yaml';
const flagOf = (name: string) => new RegExp(`--${name}=[^\\n]*`);

const looser = (path: string) => withFile(path, (file) => ({ ...file, mode: file.mode | 0o066 }));
const given = (path: string) => withFile(path, (file) => ({ ...file, user: 'nobody' }));
const flag = (path: string, name: string, value: string) =>
  withText(path, replaced(flagOf(name), `--${name}=${value}`));
const unflag = (path: string, name: string) =>
  withText(path, replaced(new RegExp(`\\n *- --${name}=[^\\n]*`), ''));
const field = (from: string | RegExp, to: string) => withText(kubelet, replaced(from, to));
const etcdFlag = (name: string, to: string) =>
  withUnit('etcd.service', replaced(new RegExp(`--${name}=\\S+`), to));
const extra = (name: string) =>
  withUnit('kubelet.service', replaced(/--config=/, `--${name} --config=`));

/** One way to break each item; the rest of the cluster stays as it is. */
const broken: readonly (readonly [item: keyof typeof cisItems, machines: () => Machine[]])[] = [
  ['1.1.1', () => looser(apiServer)],
  ['1.1.2', () => given(apiServer)],
  ['1.1.3', () => looser(manager)],
  ['1.1.4', () => given(manager)],
  ['1.1.5', () => looser(pod('kube-scheduler'))],
  ['1.1.6', () => given(pod('kube-scheduler'))],
  ['1.1.11', () => withDirectory('/var/lib/etcd', { mode: 0o755 })],
  ['1.1.12', () => withDirectory('/var/lib/etcd', { user: 'root' })],
  ['1.1.13', () => looser('/etc/kubernetes/addons.conf')],
  ['1.1.14', () => given('/etc/kubernetes/addons.conf')],
  ['1.1.15', () => looser('/etc/kubernetes/scheduler.conf')],
  ['1.1.16', () => given('/etc/kubernetes/scheduler.conf')],
  ['1.1.17', () => looser('/etc/kubernetes/controller-manager.conf')],
  ['1.1.18', () => given('/etc/kubernetes/controller-manager.conf')],
  ['1.1.19', () => given('/etc/kubernetes/pki/ca.key')],
  ['1.1.20', () => looser('/etc/kubernetes/pki/apiserver.crt')],
  ['1.1.21', () => looser('/etc/kubernetes/pki/sa.key')],
  ['1.2.4', () => unflag(apiServer, 'kubelet-client-key')],
  ['1.2.5', () => unflag(apiServer, 'kubelet-certificate-authority')],
  ['1.2.6', () => unflag(apiServer, 'authorization-mode')],
  ['1.2.7', () => flag(apiServer, 'authorization-mode', 'RBAC')],
  ['1.2.8', () => flag(apiServer, 'authorization-mode', 'Node')],
  ['1.2.10', () => flag(apiServer, 'enable-admission-plugins', 'NodeRestriction,AlwaysAdmit')],
  [
    '1.2.12',
    () => flag(apiServer, 'profiling', 'false\n    - --disable-admission-plugins=ServiceAccount'),
  ],
  [
    '1.2.13',
    () =>
      flag(apiServer, 'profiling', 'false\n    - --disable-admission-plugins=NamespaceLifecycle'),
  ],
  ['1.2.14', () => flag(apiServer, 'enable-admission-plugins', 'EventRateLimit')],
  ['1.2.15', () => unflag(apiServer, 'profiling')],
  ['1.2.16', () => flag(apiServer, 'audit-log-path', '/var/log/audit.log')],
  ['1.2.17', () => flag(apiServer, 'audit-log-maxage', '29')],
  ['1.2.18', () => unflag(apiServer, 'audit-log-maxbackup')],
  ['1.2.19', () => flag(apiServer, 'audit-log-maxsize', '99')],
  ['1.2.20', () => flag(apiServer, 'profiling', 'false\n    - --request-timeout=0s')],
  ['1.2.21', () => flag(apiServer, 'profiling', 'false\n    - --service-account-lookup=false')],
  ['1.2.22', () => unflag(apiServer, 'service-account-key-file')],
  ['1.2.23', () => unflag(apiServer, 'etcd-keyfile')],
  ['1.2.24', () => unflag(apiServer, 'tls-cert-file')],
  ['1.2.25', () => unflag(apiServer, 'client-ca-file')],
  ['1.2.26', () => unflag(apiServer, 'etcd-cafile')],
  ['1.2.27', () => unflag(apiServer, 'encryption-provider-config')],
  [
    '1.2.28',
    () => withText('/etc/kubernetes/apiserver/encryption.yaml', replaced('secretbox', 'aesgcm')),
  ],
  ['1.2.29', () => flag(apiServer, 'tls-cipher-suites', 'TLS_RSA_WITH_AES_128_GCM_SHA256')],
  ['1.2.30', () => unflag(apiServer, 'service-account-extend-token-expiration')],
  ['1.3.1', () => unflag(manager, 'terminated-pod-gc-threshold')],
  ['1.3.2', () => flag(manager, 'profiling', 'true')],
  ['1.3.3', () => flag(manager, 'use-service-account-credentials', 'false')],
  ['1.3.4', () => unflag(manager, 'service-account-private-key-file')],
  ['1.3.5', () => unflag(manager, 'root-ca-file')],
  [
    '1.3.6',
    () =>
      flag(
        manager,
        'profiling',
        'false\n    - --feature-gates=RotateKubeletServerCertificate=false',
      ),
  ],
  ['1.3.7', () => flag(manager, 'bind-address', '0.0.0.0')],
  [
    '1.4.1',
    () =>
      withText('/etc/kubernetes/scheduler/config.yaml', replaced(/enableProfiling: false\n?/, '')),
  ],
  ['1.4.2', () => flag(pod('kube-scheduler'), 'bind-address', '0.0.0.0')],
  ['2.1', () => etcdFlag('cert-file', '')],
  ['2.2', () => etcdFlag('client-cert-auth', '--client-cert-auth=false')],
  ['2.3', () => etcdFlag('cert-file', '--auto-tls')],
  ['2.4', () => etcdFlag('peer-key-file', '')],
  ['2.5', () => etcdFlag('peer-client-cert-auth', '')],
  ['2.6', () => etcdFlag('peer-cert-file', '--peer-auto-tls=true')],
  ['2.7', () => flag(apiServer, 'etcd-cafile', '/etc/kubernetes/pki/ca.crt')],
  ['3.2.1', () => unflag(apiServer, 'audit-policy-file')],
  [
    '3.2.2',
    () =>
      withText(
        '/etc/kubernetes/apiserver/audit-policy.yaml',
        replaced(/level: Metadata/, 'level: None'),
      ),
  ],
  ['4.1.5', () => looser('/etc/kubernetes/kubelet.conf')],
  ['4.1.6', () => given('/etc/kubernetes/kubelet.conf')],
  ['4.1.7', () => looser('/etc/kubernetes/pki/ca.crt')],
  ['4.1.8', () => given('/etc/kubernetes/pki/ca.crt')],
  ['4.1.9', () => looser(kubelet)],
  ['4.1.10', () => given(kubelet)],
  ['4.2.1', () => extra('anonymous-auth=true')],
  ['4.2.2', () => extra('authorization-mode=AlwaysAllow')],
  ['4.2.3', () => field(/clientCAFile: .*/, 'clientCAFile: ""')],
  ['4.2.4', () => field('readOnlyPort: 0', 'readOnlyPort: 10255')],
  ['4.2.5', () => field('readOnlyPort: 0', 'streamingConnectionIdleTimeout: 0s')],
  ['4.2.6', () => extra('make-iptables-util-chains=false')],
  ['4.2.7', () => extra('hostname-override=other')],
  ['4.2.8', () => field(/eventRecordQPS: .*/, 'eventRecordQPS: -1')],
  ['4.2.9', () => field(/tlsPrivateKeyFile: .*/, '')],
  ['4.2.10', () => field('rotateCertificates: true', 'rotateCertificates: false')],
  ['4.2.11', () => extra('feature-gates=RotateKubeletServerCertificate=false')],
  ['4.2.12', () => field('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_RC4_128_SHA')],
  ['4.2.13', () => field(/podPidsLimit: .*/, '')],
  ['4.2.14', () => field('seccompDefault: true', 'seccompDefault: false')],
  [
    '4.3.1',
    () =>
      withText(
        '/etc/kubernetes/addons/20-kube-proxy.yaml',
        replaced('127.0.0.1:10249', '0.0.0.0:10249'),
      ),
  ],
];

function withDirectory(path: string, change: { mode?: number; user?: string }): Machine[] {
  return machines.map((machine) => ({
    ...machine,
    directories: machine.directories.map((directory) =>
      directory.path === path ? { ...directory, ...change } : directory,
    ),
  }));
}

describe('the CIS report', () => {
  const asIs = assess(machines);
  const statusesOf = (report: CisReport) =>
    Object.fromEntries(report.results.map(({ item, status }) => [item, status]));

  it('has every item of the benchmark once, in its order', () => {
    expect(asIs.results.map(({ item }) => item)).toEqual(Object.keys(cisItems));
  });

  it('of ICC has every item pass, waived with a reason, or without anything to judge', () => {
    const report = assess(machines, cluster.profile.accept);
    const waived = report.results.filter(({ status }) => status === 'waived');
    expect(waived.map(({ item }) => item)).toEqual(waivedInIcc);
    for (const { reason } of waived) expect(reason).toMatch(/\w{3,} \w/);
    expect(report.results.filter(({ waiverIsStale }) => waiverIsStale)).toEqual([]);
    expect(new Set(Object.values(statusesOf(report)))).toEqual(
      new Set(['pass', 'waived', 'not-applicable']),
    );
  });

  it.each(broken)('fails item %s when it is broken', (item, breakIt) => {
    expect(resultOf(asIs, item).status).toBe('pass');
    const report = assess(breakIt());
    expect([item, resultOf(report, item)]).toEqual([
      item,
      expect.objectContaining({ status: 'fail' }),
    ]);
  });

  it('has a way to break every item that passes', () => {
    const passing = asIs.results.filter(({ status }) => status === 'pass').map(({ item }) => item);
    const shown = new Set(broken.map(([item]) => item));
    expect(passing.filter((item) => !shown.has(item))).toEqual(['4.1.2']);
  });
});

describe('waivers', () => {
  const reason = 'so it is';

  it('of one machine leave the others failing', () => {
    const report = assess(machines, [{ code: 'cis/1.2.2', reason, machine: 'icc-ctrl-2' }]);
    expect(resultOf(report, '1.2.2')).toMatchObject({
      status: 'fail',
      findings: [{ nodes: ['icc-ctrl-1', 'icc-ctrl-3'] }],
    });
  });

  it('of what passes are told to be of no use', () => {
    const report = assess(machines, [{ code: 'cis/1.2.15', reason }]);
    expect(resultOf(report, '1.2.15')).toMatchObject({ status: 'pass', waiverIsStale: true });
  });
});
