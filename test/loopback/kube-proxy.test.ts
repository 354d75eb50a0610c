import { afterEach, beforeAll, expect, test } from 'vitest';
import { kubeProxyObjects } from '../../src/components/addons/kube-proxy.ts';
import type { ClusterFixture } from '../fixtures/cluster.ts';
import { loopbackFixture, succeed } from './machine.ts';
import { buildPrograms } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let fixture: ClusterFixture;
let program: string;
let sandbox: Sandbox | undefined;

beforeAll(async () => {
  fixture = await loopbackFixture();
  const { version } = fixture.cluster;
  program = buildPrograms(`kubernetes@${version}:kube-proxy`).get('kube-proxy') ?? '';
}, 600_000);

afterEach(async () => {
  await sandbox?.close();
});

interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}
interface DaemonSet {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: [{ command: readonly string[] }] } };
  };
}

function objectOf<Shape>(kind: string): Shape {
  const objects: readonly object[] = kubeProxyObjects(fixture.cluster);
  return objects.find((object) => 'kind' in object && object.kind === kind) as Shape;
}

/**
 * kube-proxy decodes its configuration strictly, and says so when it falls back to the lenient way. Without a
 * cluster it ends where it first asks the API server which node it is on.
 */
test('kube-proxy takes its flags and configuration', async () => {
  sandbox = await openSandbox();
  const { data } = objectOf<ConfigMap>('ConfigMap');
  const [, ...args] = objectOf<DaemonSet>('DaemonSet').spec.template.spec.containers[0].command;
  for (const [name, text] of Object.entries(data)) {
    await succeed(
      sandbox,
      ['sh', '-euc', 'mkdir -p /var/lib/kube-proxy; cat >"$0"', `/var/lib/kube-proxy/${name}`],
      text,
    );
  }
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  const { certificate } = fixture.secrets.cas.kubernetes;
  await succeed(
    sandbox,
    ['sh', '-euc', 'mkdir -p "$0"; cat >"$0/ca.crt"; echo t >"$0/token"', account],
    certificate,
  );
  const options = args.map((arg) => arg.replace('$(NODE_NAME)', 'loop-2'));
  const command = ['timeout', '10', program, ...options, '--v=4'];
  const { stderr } = await sandbox.run(command);
  expect(stderr).not.toMatch(
    /lenient|unknown field|unknown flag|deprecated|failed to load|invalid configuration/i,
  );
  expect(stderr).toMatch(/\*v1\.Node|retrieve node info/);
});
