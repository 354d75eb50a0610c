import type { Machine, MachineFile, MachineNetwork } from '../machine/model.ts';
import { parseAddress, parseCidr } from '../net/address.ts';
import { formatUnit, type UnitEntry } from '../text/systemd-unit.ts';
import { toYaml } from '../text/yaml.ts';
import { type Route, routesOf, toNetworkConfig, withGatewayRoutes } from './network-config.ts';

/** The file that tells the operating system's own network service what cloud-init would have told it. */
export function ignitionNetworkFile({ network, networkRenderer }: Machine): MachineFile {
  switch (networkRenderer) {
    case 'netplan':
      return networkFile('/etc/netplan/50-clusterseed.yaml', 0o600, netplan(network));
    case 'networkd':
      return networkFile('/etc/systemd/network/10-clusterseed.network', 0o644, networkd(network));
    case 'network-manager':
      return networkFile(
        '/etc/NetworkManager/system-connections/clusterseed.nmconnection',
        0o600,
        keyfile(network),
      );
  }
}

function networkFile(path: string, mode: number, content: string): MachineFile {
  const from = { component: 'network', path: [] };
  return { path, content, mode, user: 'root', group: 'root', secrets: [], from };
}

function netplan(network: MachineNetwork): string {
  return toYaml({ network: toNetworkConfig(network) });
}

/** systemd.network(5). */
function networkd(network: MachineNetwork): string {
  const { mac, address, addressing, nameservers, searchDomains } = network;
  const ipv4 = parseCidr(address).family === 4;
  const dhcp: UnitEntry[] = [['DHCP', ipv4 ? 'ipv4' : 'ipv6']];
  const fixed: UnitEntry[] = [
    ['DHCP', 'no'],
    ['Address', address],
  ];
  return formatUnit([
    { name: 'Match', entries: [mac === undefined ? ['Name', 'e*'] : ['MACAddress', mac]] },
    {
      name: 'Network',
      entries: [
        ...(addressing === 'dhcp' ? dhcp : fixed),
        ...nameservers.map((server): UnitEntry => ['DNS', server]),
        ...(searchDomains.length === 0 ? [] : [['Domains', searchDomains.join(' ')] as const]),
      ],
    },
    ...routesOf(network).map((route) => ({ name: 'Route', entries: routeEntries(route) })),
  ]);
}

function routeEntries({ to, via, onLink }: Route): UnitEntry[] {
  return [
    ['Destination', to],
    ['Gateway', via],
    ...(onLink ? [['GatewayOnLink', true] as const] : []),
  ];
}

/** nm-settings-keyfile(5). Name servers stand with their own family, which must not be off for them. */
function keyfile(network: MachineNetwork): string {
  const { mac } = network;
  const ipv4 = parseCidr(network.address).family === 4;
  const [own, other] = ipv4 ? (['ipv4', 'ipv6'] as const) : (['ipv6', 'ipv4'] as const);
  return formatUnit([
    {
      name: 'connection',
      entries: [
        ['id', 'clusterseed'],
        ['type', 'ethernet'],
        ['autoconnect-priority', 100],
      ],
    },
    mac === undefined
      ? { name: 'match', entries: [['interface-name', 'e*;']] }
      : { name: 'ethernet', entries: [['mac-address', mac.toUpperCase()]] },
    { name: own, entries: [...keyfileAddressing(network), ...keyfileServers(network, own)] },
    {
      name: other,
      entries: ipv4
        ? [['method', 'auto'], ...keyfileServers(network, other)]
        : [['method', 'disabled']],
    },
  ]);
}

function keyfileAddressing(network: MachineNetwork): UnitEntry[] {
  const { address, addressing, searchDomains } = network;
  const routes = withGatewayRoutes(routesOf(network));
  return [
    ['method', addressing === 'dhcp' ? 'auto' : 'manual'],
    ...(addressing === 'dhcp' ? [] : [['address1', address] as const]),
    ...(searchDomains.length === 0 ? [] : [['dns-search', keyfileList(searchDomains)] as const]),
    ...routes.flatMap((route, index) => keyfileRoute(route, index + 1)),
  ];
}

function keyfileServers({ nameservers }: MachineNetwork, family: 'ipv4' | 'ipv6'): UnitEntry[] {
  const servers = nameservers.filter(
    (server) => parseAddress(server).family === (family === 'ipv4' ? 4 : 6),
  );
  return servers.length === 0 ? [] : [['dns', keyfileList(servers)]];
}

function keyfileList(items: readonly string[]): string {
  return items.map((item) => `${item};`).join('');
}

function keyfileRoute({ to, via, onLink }: Route, number: number): UnitEntry[] {
  return [
    [`route${number}`, `${to},${via}`],
    ...(onLink ? [[`route${number}_options`, 'onlink=true'] as const] : []),
  ];
}
