import { execFileSync } from 'node:child_process';
import type { Sandbox } from './sandbox.ts';

/** Puts the sandboxes on one switched network: `eth0` in each, a bridge in the hub, which has an address too. */
export function wireSandboxes(hub: Sandbox, address: string, others: readonly Sandbox[]): void {
  // Only the network of the hub is entered: the others are named by the host's process numbers.
  const inHub = (...command: readonly string[]) =>
    execFileSync('nsenter', ['--target', hub.pid, '--net', '--', 'ip', ...command]);
  inHub('link', 'add', 'bridge0', 'type', 'bridge');
  inHub('link', 'set', 'bridge0', 'up');
  inHub('address', 'add', `${address}/24`, 'dev', 'bridge0');
  for (const [index, { pid }] of others.entries()) {
    const name = `port${index}`;
    const peer = ['peer', 'name', 'eth0', 'netns', pid];
    inHub('link', 'add', name, 'type', 'veth', ...peer);
    inHub('link', 'set', name, 'master', 'bridge0', 'up');
    execFileSync('nsenter', ['--target', pid, '--net', '--', 'ip', 'link', 'set', 'eth0', 'up']);
  }
}
