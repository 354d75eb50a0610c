import { readFileSync } from 'node:fs';

/** How long an entry of the kernel's table is believed, ms. */
const life = 1000;

/**
 * Reads MAC addresses of IPv4 neighbours, lower case, from the kernel's table /proc/net/arp (proc_pid_net(5)): what the
 * machine says of itself is not asked. Undefined behind a router, for IPv6, and where there is no such table. An entry
 * that was found is believed for a second unless it has to be `fresh`; one that was not is looked for again each time.
 */
export function openNeighbours(
  now: () => number,
  readTable: () => string = readKernelTable,
): (address: string, fresh?: boolean) => string | undefined {
  let known: ReadonlyMap<string, string> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  return (address, fresh = false) => {
    const age = now() - readAt;
    const found = age >= 0 && age < life ? known.get(address) : undefined;
    if (found !== undefined && !fresh) return found;
    known = parseTable(readTable());
    readAt = now();
    return known.get(address);
  };
}

/** Columns: IP address, type, flags, MAC address. The first row of an address counts. */
function parseTable(table: string): ReadonlyMap<string, string> {
  const rows = table
    .split('\n')
    .map((line) => line.split(/ +/))
    .reverse();
  return new Map(
    rows.flatMap(([address = '', , , mac = '']) =>
      mac === '' || mac === '00:00:00:00:00:00' ? [] : [[address, mac.toLowerCase()] as const],
    ),
  );
}

function readKernelTable(): string {
  try {
    return readFileSync('/proc/net/arp', 'utf8');
  } catch {
    return '';
  }
}
