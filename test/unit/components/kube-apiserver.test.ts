import { createPublicKey } from 'node:crypto';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { kubeApiserver } from '../../../src/components/kube-apiserver.ts';
import type { MachinePart } from '../../../src/machine/model.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';
import { parseFlags } from '../../fixtures/flags.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

const fixture = await iccFixture();
const part = contributionOf(kubeApiserver, fixture, 'icc-ctrl-2');
const manifestPath = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const directory = '/etc/kubernetes/apiserver';

function podOf(from: MachinePart) {
  return parseStaticPod(fileText(from, manifestPath));
}
function flagsOf(from: MachinePart) {
  return parseFlags(podOf(from).spec.containers[0].command.slice(1));
}
/** Inserts lines below `apiServer:` of the ICC profile. */
function withApiServer(lines: string) {
  return iccFixture((text) => text.replace('  apiServer:\n', `  apiServer:\n${lines}`));
}

test('etcd servers and its own address come from the plan', () => {
  const flags = flagsOf(part);
  expect(flags.get('advertise-address')).toEqual(['10.240.0.11']);
  expect(flags.get('etcd-servers')).toEqual([
    [32, 33, 34, 35, 36].map((last) => `https://141.22.30.${last}:2379`).join(','),
  ]);
});

test('every file that a flag names is placed and mounted, and nothing else', () => {
  const pod = podOf(part);
  const mounted = pod.spec.volumes.map(({ hostPath }) => hostPath.path);
  const named = [...flagsOf(part).values()].flat().filter((value) => value.startsWith('/'));
  const covers = (path: string) =>
    mounted.some((mount) => path === mount || path.startsWith(`${mount}/`));
  expect(named.filter((path) => !covers(path))).toEqual([]);
  const placed = [...(part.files ?? []), ...(part.directories ?? [])].map(({ path }) => path);
  expect(
    mounted.filter((mount) => !placed.some((path) => `${path}/`.startsWith(`${mount}/`))),
  ).toEqual([]);
  const unused = mounted.filter(
    (mount) => !named.some((path) => `${path}/`.startsWith(`${mount}/`)),
  );
  expect(unused).toEqual([]);
});

test('only the audit directory is writable, and the CA key is nowhere', () => {
  const { volumeMounts } = podOf(part).spec.containers[0];
  expect(
    volumeMounts.filter(({ readOnly }) => readOnly !== true).map((mount) => mount.mountPath),
  ).toEqual(['/var/log/kubernetes/audit']);
  const caKey = fixture.secrets.cas.kubernetes.key;
  expect(part.files?.filter(({ content }) => String(content).includes(caKey))).toEqual([]);
  expect(new Set(volumeMounts.map(({ name }) => name)).size).toBe(volumeMounts.length);
});

test('files with secrets are 0600 and say which', () => {
  const secretFiles = (part.files ?? []).filter(({ secrets }) => secrets.length > 0);
  expect(secretFiles.map(({ path, mode }) => [path, mode])).toEqual(
    [
      '/etc/kubernetes/pki/apiserver.key',
      '/etc/kubernetes/pki/apiserver-kubelet-client.key',
      '/etc/kubernetes/pki/apiserver-etcd-client.key',
      '/etc/kubernetes/pki/front-proxy-client.key',
      '/etc/kubernetes/pki/sa.key',
      `${directory}/encryption.yaml`,
      `${directory}/token.csv`,
      `${directory}/webhook-client.key`,
    ].map((path) => [path, 0o600]),
  );
});

test('the probes do not fail for the sake of etcd, and last as long as the profile says', async () => {
  const [container] = podOf(part).spec.containers;
  expect(container.livenessProbe.httpGet).toEqual({
    host: '10.240.0.11',
    path: '/livez?exclude=etcd',
    port: 6443,
    scheme: 'HTTPS',
  });
  expect(container.readinessProbe?.httpGet).toMatchObject({ path: '/readyz' });
  const slow = contributionOf(
    kubeApiserver,
    await withApiServer('    startupSeconds: 1805\n'),
    'icc-ctrl-1',
  );
  expect(podOf(slow).spec.containers[0].startupProbe.failureThreshold).toBe(181);
});

test('a privileged port keeps the one capability that it needs', async () => {
  expect(podOf(part).spec.containers[0].securityContext.capabilities).toEqual({ drop: ['ALL'] });
  const low = contributionOf(kubeApiserver, await withApiServer('    port: 443\n'), 'icc-ctrl-1');
  expect(podOf(low).spec.containers[0].securityContext.capabilities).toEqual({
    drop: ['ALL'],
    add: ['NET_BIND_SERVICE'],
  });
});

test('token.csv is the line that joins workers', () => {
  expect(fileText(part, `${directory}/token.csv`)).toBe(
    `${fixture.secrets.bootstrapToken},kubelet-bootstrap,10001,"system:bootstrappers"\n`,
  );
});

test('nobody without a name gets further than the health checks', async () => {
  const issuer = '    jwt: [{ issuer: { url: "https://login.example.org", audiences: [k8s] } }]\n';
  const withJwt = contributionOf(kubeApiserver, await withApiServer(issuer), 'icc-ctrl-1');
  expect(load(fileText(withJwt, `${directory}/authentication.yaml`))).toEqual({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    anonymous: {
      enabled: true,
      conditions: [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }],
    },
    jwt: [{ issuer: { url: 'https://login.example.org', audiences: ['k8s'] } }],
  });
});

test('Secrets stay readable when encryption is turned off', async () => {
  const providers = (text: string) =>
    (load(text) as { resources: { providers: object[] }[] }).resources[0]?.providers.flatMap(
      (provider) => Object.keys(provider),
    );
  expect(providers(fileText(part, `${directory}/encryption.yaml`))).toEqual([
    'secretbox',
    'identity',
  ]);
  const plain = contributionOf(
    kubeApiserver,
    await withApiServer('    encryptionAtRest: false\n'),
    'icc-ctrl-1',
  );
  expect(providers(fileText(plain, `${directory}/encryption.yaml`))).toEqual([
    'identity',
    'secretbox',
  ]);
});

test('no audit rule lets a body into the log', () => {
  const policy = load(fileText(part, `${directory}/audit-policy.yaml`)) as {
    rules: { level: string }[];
  };
  expect(new Set(policy.rules.map(({ level }) => level))).toEqual(new Set(['None', 'Metadata']));
  expect(policy.rules.at(-1)).toEqual({ level: 'Metadata' });
});

test('without audit there is no flag, file, directory or mount of it', async () => {
  const quiet = contributionOf(
    kubeApiserver,
    await withApiServer('    audit: { policy: none }\n'),
    'icc-ctrl-1',
  );
  expect(quiet.directories).toEqual([]);
  expect(fileText(quiet, manifestPath)).not.toContain('audit');
  expect(quiet.files?.map(({ path }) => path)).not.toContain(`${directory}/audit-policy.yaml`);
});

test('the webhook is asked with its own certificate', () => {
  expect(flagsOf(part).get('authentication-token-webhook-cache-ttl')).toEqual(['30m']);
  expect(load(fileText(part, `${directory}/webhook.conf`))).toMatchObject({
    clusters: [
      {
        cluster: {
          server: 'https://10.32.0.15:8443/authenticate',
          'certificate-authority': '/etc/kubernetes/pki/ca.crt',
        },
      },
    ],
    users: [
      {
        user: {
          'client-certificate': `${directory}/webhook-client.crt`,
          'client-key': `${directory}/webhook-client.key`,
        },
      },
    ],
  });
});

test('sa.pub is the public half of sa.key', () => {
  const fromKey = createPublicKey(fixture.secrets.serviceAccountKey);
  expect(createPublicKey(fileText(part, '/etc/kubernetes/pki/sa.pub')).equals(fromKey)).toBe(true);
});

test('flags of the profile reach the command line', async () => {
  const edited = await withApiServer('    extraArgs: { event-ttl: 3h, profiling: true }\n');
  const flags = flagsOf(contributionOf(kubeApiserver, edited, 'icc-ctrl-1'));
  expect(flags.get('event-ttl')).toEqual(['3h']);
  expect(flags.get('profiling')).toEqual(['true']);
});
