import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { addonsScript } from '../../../../src/components/first-boot/addons-script.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

const manifests = ['kind: A\n', 'kind: B\n'];
const hash = createHash('sha256').update(manifests.join('')).digest('hex');
let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox();
  sandbox.write('addons/10-a.yaml', manifests[0] ?? '');
  sandbox.write('addons/20-b.yaml', manifests[1] ?? '');
  sandbox.standIn('curl', '');
});

const server = 'https://127.0.0.1:6443';
const run = () => sandbox.run(addonsScript, 'addons.conf', 'addons', 'run', server);

/** The kubectl commands, without what all of them share. */
function commands(): string[] {
  const shared = / --kubeconfig addons.conf --cache-dir \S+ --request-timeout=\S+/;
  return sandbox
    .calls()
    .filter((call) => call.startsWith('kubectl'))
    .map((call) => call.replace(shared, ''));
}

const apply = 'kubectl apply --server-side --force-conflicts --field-manager=clusterseed -f';

test('it waits until the API server is ready, applies all and remembers the hash', () => {
  sandbox.standIn(
    'kubectl',
    `case "$*" in *readyz*) [ "$(grep -c readyz "$ROOT/calls")" -gt 2 ] ;; *create*) echo object ;; esac`,
  );
  expect(run().status).toBe(0);
  const [, , , asked, applied, ...rest] = commands();
  expect(asked).toContain('get configmap clusterseed-addons --namespace kube-system');
  expect(applied).toBe(`${apply} addons`);
  expect(rest.sort()).toEqual([
    `${apply} -`,
    `kubectl create configmap clusterseed-addons --namespace kube-system --from-literal=sha256=${hash} --dry-run=client -o yaml`,
  ]);
});

test('kubectl is not asked before curl has an answer', () => {
  sandbox.standIn('curl', `[ "$(grep -c ^curl "$ROOT/calls")" -gt 3 ]`);
  sandbox.standIn('kubectl', `case "$*" in *configmap*) printf ${hash} ;; esac`);
  expect(run().status).toBe(0);
  const [first, ...others] = sandbox.calls().filter((call) => /^(curl|kubectl)/.test(call));
  expect(first).toBe(
    `curl -s --cacert /etc/kubernetes/pki/ca.crt --noproxy * -m 15 -o /dev/null ${server}`,
  );
  expect(others.map((call) => call.slice(0, 7))).toEqual([
    ...['curl -s', 'curl -s', 'curl -s', 'kubectl', 'kubectl'],
  ]);
});

test('what has been applied is not applied again', () => {
  sandbox.standIn('kubectl', `case "$*" in *configmap*) printf ${hash} ;; esac`);
  expect(run().status).toBe(0);
  expect(commands()).toHaveLength(2);
});

test('a manifest that the API server refuses is tried again, more and more seldom', () => {
  sandbox.standIn(
    'kubectl',
    `case "$*" in *'-f addons'*) [ "$(grep -c -- '-f addons' "$ROOT/calls")" -gt 6 ] || { echo 'no matches for kind "B"' >&2; exit 1; } ;; esac`,
  );
  expect(run().status).toBe(0);
  const pauses = sandbox.calls().filter((call) => call.startsWith('sleep'));
  expect(pauses).toEqual(['sleep 2', 'sleep 4', 'sleep 8', 'sleep 16', 'sleep 32', 'sleep 60']);
});
