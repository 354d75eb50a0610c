import { readFileSync } from 'node:fs';

/**
 * The MAC address of an IPv4 neighbour, lower case, from the kernel's table /proc/net/arp (proc_pid_net(5)): what the
 * machine says of itself is not asked. Undefined behind a router, for IPv6, and where there is no such table.
 */
export function macOfNeighbour(address: string): string | undefined {
  const table = readTable();
  const row = table.split('\n').find((line) => line.startsWith(`${address} `));
  const mac = row?.split(/ +/)[3]?.toLowerCase();
  return mac === undefined || mac === '00:00:00:00:00:00' ? undefined : mac;
}

function readTable(): string {
  try {
    return readFileSync('/proc/net/arp', 'utf8');
  } catch {
    return '';
  }
}
