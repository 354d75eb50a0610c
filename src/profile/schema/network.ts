import * as z from 'zod/v4';
import {
  address,
  cidr,
  dnsName,
  hardwareSerial,
  hardwareUuid,
  host,
  httpUrl,
  macAddress,
  noProxyEntry,
  sourcePath,
} from './scalars.ts';

const subnet = z.strictObject({
  cidr: cidr.describe('The subnet.'),
  gateway: address.optional().describe('Router of the subnet.'),
  nameservers: z
    .array(address)
    .default([])
    .describe('Name servers of its machines; with none those of network.nameservers.'),
});

const firewall = z.strictObject({
  ssh: z.array(cidr).default([]).describe('Networks from which SSH is let in; none: from nowhere.'),
  nodePorts: z
    .array(cidr)
    .default([])
    .describe('Networks beside nodes and pods from which node ports of Services are let in.'),
});

/** `network:` of the profile. */
export const network = z.strictObject({
  services: cidr.meta({
    description: 'Service addresses. The first is the API service.',
    examples: ['10.96.0.0/16'],
  }),
  pods: cidr.meta({
    description: 'Pod addresses; each node gets a part of it.',
    examples: ['10.244.0.0/16'],
  }),
  nodeMask: z.int().min(16).max(120).default(24).describe('Prefix length of a node’s pod network.'),
  domain: dnsName.default('cluster.local').describe('DNS domain of Services and pods.'),
  dnsService: address.optional().describe('Default: the tenth service address.'),
  subnets: z
    .array(subnet)
    .default([])
    .describe('Where the machines live; gateway and nameservers are inherited by machines.'),
  plugin: z
    .union([
      z.enum(['flannel', 'routes', 'none']),
      z
        .strictObject({ manifest: sourcePath.describe('Its manifest, a file beside the profile.') })
        .describe('A pod network of your own.'),
    ])
    .default('flannel')
    .describe(
      'flannel: VXLAN; routes: pod networks fixed by the profile and static routes, no daemon; none: you bring one after boot.',
    ),
  nameservers: z.array(address).default([]).describe('Name servers of all machines.'),
  searchDomains: z.array(dnsName).default([]).describe('Search domains of all machines.'),
  ntpServers: z
    .array(host)
    .default([])
    .describe('Time servers; default: those of the operating system.'),
  firewall: firewall
    .optional()
    .describe(
      'nftables on every machine: what the cluster’s own connections need comes in, and no more.',
    ),
  proxy: z
    .strictObject({
      http: httpUrl.optional().describe('Proxy for http.'),
      https: httpUrl.optional().describe('Proxy for https.'),
      noProxy: z
        .array(noProxyEntry)
        .default([])
        .describe('More names, domains, addresses or networks that go without the proxy.'),
    })
    .optional()
    .describe('HTTP proxy for downloads and image pulls; NO_PROXY is completed for you.'),
});

/** The network part of one machine. */
export const machineNetwork = {
  gateway: address.optional().describe('Default: that of its subnet.'),
  mac: macAddress
    .optional()
    .describe(
      'Address of its network interface; picks the interface, and the machine at PXE boot.',
    ),
  uuid: hardwareUuid
    .optional()
    .describe('SMBIOS UUID; picks the machine at PXE boot when no MAC address does.'),
  serial: hardwareSerial
    .optional()
    .describe('SMBIOS serial number; picks the machine at PXE boot when neither does.'),
  addressing: z
    .enum(['static', 'dhcp'])
    .optional()
    .describe('Default: static when a gateway is known, else dhcp.'),
};
