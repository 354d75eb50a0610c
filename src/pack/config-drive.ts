import { formatAddress, parseCidr } from '../net/address.ts';
import { routesOf, withGatewayRoutes } from '../render/network-config.ts';
import { toBytes } from '../text/bytes.ts';
import { toJson } from '../text/json.ts';
import { writeIso } from './iso/write-iso.ts';
import type { PackageFile, PackageNode, Packager } from './packager.ts';

/**
 * A config drive as OpenStack makes it (Nova, "Metadata": the config drive): the tree and the disk image, labelled
 * config-2. Read by cloud-init's ConfigDrive source and by Ignition on OpenStack.
 */
export const configDrive: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node) => {
    const files = configDriveFiles(node);
    return [
      ...files.map(
        ({ path, bytes }): PackageFile => ({
          path: `${node.name}/config-drive/${path}`,
          content: bytes,
          kind: path.endsWith('/user_data') ? 'secret' : 'public',
        }),
      ),
      {
        path: `${node.name}/config-drive.iso`,
        content: writeIso('config-2', files),
        kind: 'secret',
      },
    ];
  },
  packCluster: () => [],
};

/** The files of a config drive; network_data.json is left out where nothing tells the interface's MAC address. */
export function configDriveFiles(node: PackageNode) {
  const metaData = { uuid: node.name, name: node.name, hostname: node.name };
  const network = networkData(node);
  const json = {
    'meta_data.json': metaData,
    ...(network === undefined ? {} : { 'network_data.json': network }),
  };
  return [
    { path: 'openstack/latest/user_data', bytes: node.document },
    ...Object.entries(json).map(([name, value]) => ({
      path: `openstack/latest/${name}`,
      bytes: toBytes(toJson(value)),
    })),
  ];
}

/**
 * OpenStack's network_data.json (Nova's schema network_data.json; `dns_search` is cloud-init's own): a link by its
 * MAC address, a network on it, name servers. A gateway outside the network gets a route of its own.
 */
function networkData({ network }: PackageNode): object | undefined {
  const { mac, address, addressing, nameservers, searchDomains } = network;
  if (mac === undefined) return undefined;
  const { family, prefix } = parseCidr(address);
  const routes = withGatewayRoutes(routesOf(network)).map(({ to, via }) => ({
    ...networkOf(to),
    gateway: via,
  }));
  const dhcp = { id: 'net0', link: 'eth0', type: `ipv${family}_dhcp`, network_id: 'net0' };
  const fixed = {
    ...dhcp,
    type: `ipv${family}`,
    ip_address: address.split('/')[0],
    netmask: netmask(prefix, family),
    ...(searchDomains.length === 0 ? {} : { dns_search: searchDomains }),
    routes,
  };
  return {
    links: [{ id: 'eth0', type: 'phy', ethernet_mac_address: mac, mtu: null }],
    networks: [addressing === 'dhcp' ? dhcp : fixed],
    services: nameservers.map((server) => ({ type: 'dns', address: server })),
  };
}

function networkOf(cidr: string): { network: string; netmask: string } {
  const { first, prefix, family } = parseCidr(cidr);
  return { network: formatAddress(first, family), netmask: netmask(prefix, family) };
}

/** The mask of a prefix: `255.255.255.0`, `ffff:ffff:ffff:ffff::`. */
function netmask(prefix: number, family: 4 | 6): string {
  const length = family === 4 ? 32 : 128;
  const bits = BigInt(length);
  return formatAddress((1n << bits) - (1n << (bits - BigInt(prefix))), family);
}
