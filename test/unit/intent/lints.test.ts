import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../../src/compile.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { lintInsecurePorts } from '../../../src/intent/insecure-ports.ts';
import { starterProfile } from '../../../src/profile/starter.ts';
import { planFixture, shippedProfile } from '../../fixtures/cluster.ts';

const lab = (text: string) => `version: 1
cluster: lab
kubernetes: { version: 1.36.3${text.startsWith('kubernetes.') ? `, ${text.slice(11)}` : ''} }
network: { services: 10.96.0.0/16, pods: 10.244.0.0/16 }
endpoint: 10.0.0.11:6443
${text.startsWith('kubernetes.') ? '' : text}
machines:
  - { name: c1, roles: [etcd, controller, worker], address: 10.0.0.11/24 }
`;

/** The findings of the lint in a profile of one machine with `text` in it. */
function intentOf(text: string, others: readonly (readonly [string, string])[] = []): string[] {
  const sources = new Map([['lab.yaml', lab(text)], ...others]);
  const { all } = checkProfile('lab.yaml', sources).diagnostics;
  expect(all.filter(({ severity }) => severity === 'error')).toEqual([]);
  return all.map(({ code }) => code).filter((code) => code.startsWith('intent/'));
}

describe('what ships has no warning that it does not accept', () => {
  it.each(['icc.yaml', 'mixed.yaml', 'smoke.yaml', 'smoke-cluster.yaml', 'smoke-faults.yaml'])(
    '%s',
    (file) => {
      const { name, sources } = shippedProfile(file);
      const { diagnostics } = checkProfile(name, sources);
      expect(diagnostics.all).toEqual([]);
      for (const { reason } of diagnostics.accepted) expect(reason).toMatch(/\w+ \w+/);
    },
  );

  it('the starter', () => {
    const sources = new Map([['cluster.yaml', starterProfile()]]);
    const { diagnostics } = checkProfile('cluster.yaml', sources);
    expect(diagnostics.all).toEqual([]);
    expect(diagnostics.accepted.map(({ code }) => code)).toEqual(['intent/single-controller']);
  });
});

describe('the lint of intent says nothing', () => {
  it.each([
    ['about a cluster of one machine', ''],
    ['about ports that stay closed', 'kubernetes.kubelet: { config: { readOnlyPort: 0 } }'],
    ['about the loopback', 'kubernetes.kubelet: { config: { healthzBindAddress: "::1" } }'],
    [
      'about metrics on the loopback',
      'kubernetes.kubeProxy: { config: { metricsBindAddress: "127.0.0.1:10249" } }',
    ],
    ['about profiling that is off', 'kubernetes.apiServer: { extraArgs: { profiling: false } }'],
    ['about TLS 1.3', 'kubernetes.apiServer: { extraArgs: { tls-min-version: VersionTLS13 } }'],
    [
      'about strong suites',
      'kubernetes.kubelet: { config: { tlsCipherSuites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256] } }',
    ],
    ['about two years', 'pki: { validity: { leaf: 2y } }'],
    [
      'about plugins that guard nothing',
      'kubernetes.apiServer: { extraArgs: { disable-admission-plugins: DefaultStorageClass } }',
    ],
    [
      'about people where a default level is set',
      'kubernetes.apiServer: { extraArgs: { admission-control-config-file: /etc/kubernetes/apiserver/admission.yaml }, authenticationWebhook: { url: "https://login.example.org/" } }',
    ],
    [
      'about sshd that takes no passwords',
      'defaults: { files: [{ path: /etc/ssh/sshd_config.d/a.conf, content: "PasswordAuthentication no\\n#PermitRootLogin yes" }] }',
    ],
    [
      'about files that are not sshd’s',
      'defaults: { files: [{ path: /etc/motd, content: "PasswordAuthentication yes" }] }',
    ],
  ])('%s', (_, text) => expect(intentOf(text)).toEqual([]));
});

describe('the lint of intent finds', () => {
  it.each([
    ['PermitEmptyPasswords', 'permitemptypasswords   yes'],
    ['an equals sign', 'PasswordAuthentication=yes'],
    ['an indented line with a comment', '  PermitRootLogin yes # for now'],
  ])('passwords for SSH: %s', (_, line) => {
    const text = `defaults: { files: [{ path: /etc/ssh/sshd_config, content: "Port 22\\n${line}" }] }`;
    expect(intentOf(text)).toEqual(['intent/ssh-password']);
  });

  it('them in a file beside the profile', () => {
    const text = 'defaults: { files: [{ path: /etc/ssh/sshd_config, source: sshd }] }';
    expect(intentOf(text, [['sshd', 'PasswordAuthentication yes\n']])).toEqual([
      'intent/ssh-password',
    ]);
  });

  it.each([
    [
      'in a List',
      'kind: List\nitems: [{ kind: Secret, type: kubernetes.io/service-account-token }]',
    ],
    ['that lets nodes join', 'kind: Secret\ntype: bootstrap.kubernetes.io/token'],
  ])('a token without an end %s', (_, manifest) => {
    expect(intentOf('addons: [{ manifest: m.yaml }]', [['m.yaml', manifest]])).toEqual([
      'intent/static-token',
    ]);
  });

  it('the open ports of Kubernetes 1.7', () => {
    const cluster = planFixture(shippedProfile('smoke.yaml'));
    const { kubernetes } = cluster.profile;
    const profile = {
      ...cluster.profile,
      kubernetes: {
        ...kubernetes,
        apiServer: {
          ...kubernetes.apiServer,
          extraArgs: { 'insecure-port': 8080, 'insecure-bind-address': '0.0.0.0' },
        },
        kubelet: { ...kubernetes.kubelet, extraArgs: { 'cadvisor-port': 4194 } },
        scheduler: { ...kubernetes.scheduler, extraArgs: { address: '127.0.0.1' } },
      },
    };
    const diagnostics = createCollector();
    lintInsecurePorts({ ...cluster, profile }, diagnostics);
    expect(diagnostics.all.map(({ path }) => path.at(-1))).toEqual([
      'insecure-port',
      'insecure-bind-address',
      'cadvisor-port',
    ]);
  });

  it('an etcd majority on one host of three, and not a fair spread', () => {
    const etcd = (hosts: readonly string[]) => {
      const text = shippedProfile('icc.yaml', (icc) =>
        hosts.reduce(
          (edited, host, index) =>
            edited.replace(
              `name: icc-etcd-${index + 1},`,
              `name: icc-etcd-${index + 1}, host: ${host},`,
            ),
          icc,
        ),
      );
      return checkProfile(text.name, text.sources).diagnostics.all.map(({ message }) => message);
    };
    expect(etcd(['a', 'a', 'b', 'b', 'c'])).toEqual([]);
    expect(etcd(['a', 'a', 'a', 'b', 'c'])).toEqual([
      '3 of 5 etcd members run on a: without it the others have no majority',
    ]);
  });
});
