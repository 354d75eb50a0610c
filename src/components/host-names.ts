/**
 * The text of /etc/hosts (hosts(5)): loopback, then one line per address in the order of first mention, its names
 * in the order given, each once.
 */
export function hostsFile(entries: readonly (readonly [address: string, name: string])[]): string {
  const names = new Map<string, Set<string>>([
    ['127.0.0.1', new Set(['localhost'])],
    ['::1', new Set(['localhost', 'ip6-localhost', 'ip6-loopback'])],
  ]);
  for (const [address, name] of entries) {
    const known = names.get(address);
    if (known === undefined) names.set(address, new Set([name]));
    else known.add(name);
  }
  return [...names].map(([address, set]) => `${[address, ...set].join(' ')}\n`).join('');
}
