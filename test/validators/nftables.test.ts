import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firewall } from '../../src/components/firewall.ts';
import { contributionOf, fileText, iccFixture } from '../fixtures/cluster.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clusterseed-nft-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const fixture = await iccFixture((text) =>
  text.replace(
    '\nnetwork:',
    '\nnetwork:\n  firewall: { ssh: [141.22.0.0/16], nodePorts: [192.0.2.0/24] }',
  ),
);

function rulesOf(name: string): string {
  const text = fileText(contributionOf(firewall, fixture, name), '/etc/clusterseed/firewall.nft');
  const path = join(directory, `${name}.nft`);
  writeFileSync(path, text);
  return path;
}

/** Runs a script as root of a network and a mount namespace of its own. */
function alone(script: string, ...args: readonly string[]): string {
  const command = ['--map-root-user', '--net', '--mount', 'sh', '-euc', script, 'sh', ...args];
  return execFileSync('unshare', command, { encoding: 'utf8' });
}

test.each(fixture.cluster.nodes.map(({ name }) => name))(
  'nft takes the rules of %s, also again',
  (name) => {
    expect(
      alone('nft -c -f "$1" && nft -f "$1" && nft -f "$1" && nft list tables', rulesOf(name)),
    ).toBe('table inet clusterseed\n');
  },
);

test('nft refuses what is wrong, so that its silence counts', () => {
  const path = join(directory, 'wrong.nft');
  writeFileSync(path, 'table inet clusterseed { chain input { tcp dport accept } }\n');
  expect(() =>
    execFileSync('unshare', ['--map-root-user', '--net', 'nft', '-c', '-f', path], {
      stdio: 'pipe',
    }),
  ).toThrow();
});

/** A member and the world outside in network namespaces; then: source address and port, and whether it gets in. */
const twoNodes = `
mount -t tmpfs tmpfs /run
ip netns add member
ip link add outside type veth peer name inside netns member
ip link set lo up && ip link set outside up
ip -n member link set lo up && ip -n member link set inside up
ip -n member address add 141.22.30.32/24 dev inside
ip -n member route add default dev inside
ip address add 10.240.0.10/24 dev outside && ip address add 10.240.0.20/24 dev outside
ip address add 141.22.30.33/24 dev outside && ip address add 198.51.100.7/24 dev outside
ip route add 141.22.30.32/32 dev outside
ip netns exec member nft -f "$1"
servers=
for port in 22 2379 2380 2381 9999; do
  ip netns exec member python3 -m http.server --bind 0.0.0.0 "$port" >/dev/null 2>&1 &
  servers="$servers $!"
done
python3 - <<'PYTHON'
import socket, time
def tries(source, port):
    for _ in range(40):
        try:
            socket.create_connection(('141.22.30.32', port), 1, (source, 0)).close()
            return 'in'
        except ConnectionRefusedError:
            time.sleep(0.25)
        except TimeoutError:
            return 'out'
for source in ('10.240.0.10', '10.240.0.20', '141.22.30.33', '198.51.100.7'):
    print(source, *(f'{port}:{tries(source, port)}' for port in (22, 2379, 2380, 2381, 9999)))
PYTHON
kill $servers
`;

test('packets of the links reach a member, and no others', () => {
  expect(alone(twoNodes, rulesOf('icc-etcd-1')).trim().split('\n')).toEqual([
    '10.240.0.10 22:out 2379:in 2380:out 2381:out 9999:out',
    '10.240.0.20 22:out 2379:out 2380:out 2381:out 9999:out',
    '141.22.30.33 22:in 2379:out 2380:in 2381:out 9999:out',
    '198.51.100.7 22:out 2379:out 2380:out 2381:out 9999:out',
  ]);
}, 120_000);
