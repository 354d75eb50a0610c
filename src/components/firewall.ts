import type { MachinePart } from '../machine/model.ts';
import { formatCidr, parseCidr } from '../net/address.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { formatNftables, type NftChain, type NftStatement } from '../text/nftables.ts';
import { type Component, originOf } from './component.ts';
import { firewallRules } from './firewall/firewall-rules.ts';
import { scriptDirectory } from './first-boot/paths.ts';
import { ownUnit, rootFile } from './root-file.ts';

const path = `${scriptDirectory}/firewall.nft`;

/** Ports of services of the type NodePort (kube-apiserver, --service-node-port-range). */
const nodePorts = '30000-32767';

/**
 * The node’s own firewall, with network.firewall: what the links need comes in, and nothing else. What goes out and
 * what is forwarded to pods is left alone, but for node ports. Loaded before the network is up.
 */
export const firewall: Component = {
  name: 'firewall',
  contribute({ cluster, node }): MachinePart {
    if (cluster.profile.network.firewall === undefined) return {};
    const from = originOf('firewall', node);
    const apt = operatingSystem(node.os).packageManager === 'apt';
    const text = formatNftables('clusterseed', [
      inputChain(cluster, node),
      ...(runsKubelet(node) ? [nodePortChain(cluster)] : []),
    ]);
    return {
      packages: apt ? ['nftables'] : [],
      files: [rootFile(from, path, text)],
      units: [
        ownUnit(from, 'clusterseed-firewall.service', [
          {
            name: 'Unit',
            entries: [
              ['Description', 'Let in what the links of this node need'],
              ['DefaultDependencies', 'no'],
              ['Wants', 'network-pre.target'],
              ['After', 'local-fs.target'],
              ['Before', 'network-pre.target shutdown.target'],
              ['Conflicts', 'shutdown.target'],
              ['StartLimitIntervalSec', 0],
            ],
          },
          {
            name: 'Service',
            entries: [
              ['Type', 'oneshot'],
              ['RemainAfterExit', 'yes'],
              ['ExecStart', ['/usr/sbin/nft', '-f', path]],
              // At first boot the package may have to come first.
              ['Restart', 'on-failure'],
              ['RestartSec', 5],
            ],
          },
          { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
        ]),
      ],
    };
  },
};

/** Replies, the node itself, ICMP with neighbour discovery, DHCP, SSH from the networks that are named, the links. */
function inputChain(cluster: Cluster, node: ClusterNode): NftChain {
  const ssh = cluster.profile.network.firewall?.ssh ?? [];
  return {
    name: 'input',
    hook: 'input',
    priority: 0,
    policy: 'drop',
    statements: [
      ['ct', 'state', ['established', 'related'], 'accept'],
      ['iif', 'lo', 'accept'],
      ['meta', 'l4proto', ['icmp', 'ipv6-icmp'], 'accept'],
      ['udp', 'sport', 67, 'udp', 'dport', 68, 'accept'],
      ['udp', 'sport', 547, 'udp', 'dport', 546, 'accept'],
      ...(ssh.length === 0 ? [] : accept(ssh, 'tcp', 22)),
      ...firewallRules(cluster, node).flatMap(({ protocol, port, sources }) =>
        accept(sources, protocol, port),
      ),
    ],
  };
}

function accept(
  sources: 'any' | readonly string[],
  protocol: 'tcp' | 'udp',
  port: number,
): NftStatement[] {
  const what: NftStatement = [protocol, 'dport', port, 'accept'];
  if (sources === 'any') return [what];
  return families(sources).map(([family, each]) => [family, 'saddr', each, ...what]);
}

/** By family; what lies within another source is left out, as the intervals of a set may not overlap. */
function families(all: readonly string[]): [family: 'ip' | 'ip6', sources: string[]][] {
  const sources = all.filter((one) => !all.some((other) => other !== one && lies(one, other)));
  const six = sources.filter((source) => source.includes(':'));
  const four = sources.filter((source) => !source.includes(':'));
  return [
    ...(four.length > 0 ? [['ip', four] as ['ip', string[]]] : []),
    ...(six.length > 0 ? [['ip6', six] as ['ip6', string[]]] : []),
  ];
}

function lies(one: string, other: string): boolean {
  if (!other.includes('/')) return false;
  const [inner, outer] = [parseCidr(one.includes('/') ? one : hostCidr(one)), parseCidr(other)];
  const { family, first, last } = inner;
  return family === outer.family && first >= outer.first && last <= outer.last;
}

function hostCidr(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** Before kube-proxy turns them to pods: node ports are for pods, nodes and the networks that are named. */
function nodePortChain(cluster: Cluster): NftChain {
  const own = cluster.nodes.map(({ address, prefix }) =>
    formatCidr(parseCidr(`${address}/${prefix}`)),
  );
  const named = cluster.profile.network.firewall?.nodePorts ?? [];
  const sources = [...new Set([formatCidr(cluster.pods), ...own, ...named])].sort();
  return {
    name: 'node-ports',
    hook: 'prerouting',
    priority: -150,
    policy: 'accept',
    statements: [
      ['iif', 'lo', 'accept'],
      ...families(sources).map(([family, each]): NftStatement => [family, 'saddr', each, 'accept']),
      ...(['tcp', 'udp'] as const).map(
        (protocol): NftStatement => [
          'fib',
          'daddr',
          'type',
          'local',
          protocol,
          'dport',
          nodePorts,
          'ct',
          'state',
          'new',
          'drop',
        ],
      ),
    ],
  };
}
