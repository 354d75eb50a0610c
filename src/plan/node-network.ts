import { cidrContains, parseCidr } from '../net/address.ts';
import type { Cluster, ClusterNode } from './cluster.ts';

/** The network of one node; `routes` lead to the pod networks of its neighbours (`routes` plugin only). */
export interface NodeNetwork {
  readonly mac?: string;
  readonly addressing: 'static' | 'dhcp';
  /** With prefix length: `10.240.0.10/24`. */
  readonly address: string;
  readonly gateway?: string;
  readonly nameservers: readonly string[];
  readonly searchDomains: readonly string[];
  readonly routes: readonly { readonly to: string; readonly via: string }[];
}

/**
 * What configures the node's interface. A node that runs pods has a route to the pod network of every other
 * one in its subnet; those of other subnets are the router's (plan/pod-route-off-link says so).
 */
export function nodeNetwork(
  cluster: Pick<Cluster, 'profile' | 'nodes'>,
  node: ClusterNode,
): NodeNetwork {
  const { mac, addressing, gateway, nameservers } = node;
  const address = `${node.address}/${node.prefix}`;
  return {
    ...(mac === undefined ? {} : { mac }),
    addressing,
    address,
    ...(gateway === undefined ? {} : { gateway }),
    nameservers,
    searchDomains: cluster.profile.network.searchDomains,
    routes: node.podCidr === undefined ? [] : routesFrom(cluster, node, address),
  };
}

function routesFrom({ nodes }: Pick<Cluster, 'nodes'>, node: ClusterNode, address: string) {
  const subnet = parseCidr(address);
  return nodes.flatMap(({ name, podCidr, address: via }) =>
    podCidr !== undefined && name !== node.name && cidrContains(subnet, via)
      ? [{ to: podCidr, via }]
      : [],
  );
}
