import { beforeEach, expect, test } from 'vitest';
import { reportScript } from '../../../../src/components/first-boot/report-script.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox();
  sandbox.standIn('tee', 'cat >>"$1"');
  sandbox.standIn('sleep', 'echo x >>"$ROOT/looks"');
});

/** What `systemctl list-units` prints at the first look, the second and so on; the last one stays. */
function looks(...outputs: readonly string[]): void {
  outputs.forEach((output, index) => {
    sandbox.write(`units/${index}`, output);
  });
  sandbox.standIn(
    'systemctl',
    `if [ "$1" = show ]; then echo Result=exit-code; echo ExecMainStatus=1; exit; fi
    n=$(cat "$ROOT/looks" 2>/dev/null | wc -l)
    [ "$n" -lt ${outputs.length} ] || n=${outputs.length - 1}
    cat "$ROOT/units/$n"`,
  );
}

function unit(name: string, active: string, sub: string): string {
  return `${name}   loaded ${active}   ${sub} A unit of this node\n`;
}

function report(...steps: readonly string[]): string[] {
  sandbox.write('steps', steps.map((step) => `${step}\n`).join(''));
  const { status } = sandbox.run(
    reportScript,
    'icc-ctrl-1',
    'steps',
    'run',
    sandbox.path('console'),
  );
  expect(status).toBe(0);
  return sandbox
    .read('console')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replaceAll(/seconds=\d+/g, 'seconds=N'));
}

test('one line per change, and a last one for all', () => {
  const name = 'clusterseed-fetch.service';
  looks('', unit(name, 'activating', 'start'), '', unit(name, 'active', 'exited'));
  expect(report(`fetch oneshot ${name}`)).toEqual([
    'clusterseed: node=icc-ctrl-1 step=fetch state=waiting seconds=N detail=""',
    'clusterseed: node=icc-ctrl-1 step=fetch state=running seconds=N detail=""',
    'clusterseed: node=icc-ctrl-1 step=fetch state=waiting seconds=N detail=""',
    'clusterseed: node=icc-ctrl-1 step=fetch state=done seconds=N detail=""',
    'clusterseed: node=icc-ctrl-1 step=all state=done seconds=N detail=""',
  ]);
});

test('a service is done when it stays up, and has failed while it dies again and again', () => {
  const active = unit('kubelet.service', 'active', 'running');
  const dead = unit('kubelet.service', 'activating', 'auto-restart');
  looks(active, dead, unit('kubelet.service', 'activating', 'start'), active, active);
  expect(report('kubelet service kubelet.service').map((line) => line.slice(34))).toEqual([
    'kubelet state=running seconds=N detail=""',
    'kubelet state=failed seconds=N detail="Result=exit-code ExecMainStatus=1"',
    'kubelet state=running seconds=N detail=""',
    'kubelet state=done seconds=N detail=""',
    'all state=done seconds=N detail=""',
  ]);
});

test('status.json is one JSON object with every step, whatever a step says of itself', () => {
  looks(unit('clusterseed-fetch.service', 'active', 'exited'));
  sandbox.write('kubelet.conf', 'x');
  sandbox.write('run/detail/fetch', 'never seen, since it is done');
  report('fetch oneshot clusterseed-fetch.service', `join file ${sandbox.path('kubelet.conf')}`);
  expect(JSON.parse(sandbox.read('run/status.json'))).toEqual({
    node: 'icc-ctrl-1',
    state: 'done',
    uptime: expect.any(Number),
    steps: [
      { name: 'fetch', state: 'done', seconds: 0, detail: '' },
      { name: 'join', state: 'done', seconds: 0, detail: '' },
    ],
  });
});

test('quotes, backslashes and control characters of a detail break neither line nor JSON', () => {
  looks(unit('a.service', 'activating', 'start'), unit('a.service', 'active', 'exited'));
  sandbox.standIn(
    'mv',
    'cp "$2" "$ROOT/kept.$(cat "$ROOT/looks" 2>/dev/null | wc -l)"; /bin/mv "$@"',
  );
  sandbox.write('run/detail/a', 'say "no" \\ to\tall\nof \u0007it\n');
  const [first = ''] = report('a oneshot a.service');
  expect(first).toContain(`detail="say 'no' ' to all of it"`);
  const { steps } = JSON.parse(sandbox.read('kept.0')) as { steps: { detail: string }[] };
  expect(steps[0]?.detail).toBe("say 'no' ' to all of it");
});

test('the API server is asked at every fourth look, with the CA, until it says ready', () => {
  looks('');
  sandbox.standIn(
    'curl',
    `n=$(grep -c ^curl "$ROOT/calls"); [ "$n" -gt 1 ] && printf 200 || printf 500`,
  );
  expect(report('api ready https://127.0.0.1:6443/readyz').map((line) => line.slice(34))).toEqual([
    'api state=running seconds=N detail="HTTP 500"',
    'api state=done seconds=N detail=""',
    'all state=done seconds=N detail=""',
  ]);
  const asked = sandbox.calls().filter((call) => call.startsWith('curl'));
  expect(asked).toHaveLength(2);
  expect(asked[0]).toContain('--cacert /etc/kubernetes/pki/ca.crt');
  expect(sandbox.calls().filter((call) => call.startsWith('sleep'))).toHaveLength(4);
});
