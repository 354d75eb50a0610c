import type { Path } from '../diagnostics/diagnostic.ts';
import type { Cidr } from '../net/address.ts';
import type { MachineSettings } from '../profile/defaults.ts';
import type { FormatName, RoleName } from '../profile/schema/names.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { Link } from './link.ts';

/** One machine of the cluster, with the settings of `defaults`, its roles and itself merged. */
export interface ClusterNode extends MachineSettings {
  readonly name: string;
  readonly roles: readonly RoleName[];
  /** The bare IP address, canonical. */
  readonly address: string;
  readonly prefix: number;
  readonly mac?: string;
  /** SMBIOS UUID, lower case. */
  readonly uuid?: string;
  /** SMBIOS serial number. */
  readonly serial?: string;
  readonly gateway?: string;
  readonly addressing: 'static' | 'dhcp';
  readonly nameservers: readonly string[];
  readonly formats: readonly FormatName[];
  /** Pod network of the node, only for the `routes` plugin and nodes that run pods. */
  readonly podCidr?: string;
  /** Where the machine stands in the profile: ['machines', 3]. */
  readonly path: Path;
}

/** Where clients reach the API. */
export interface ApiEndpoint {
  readonly host: string;
  readonly port: number;
  /** Address behind a DNS name, when one is known: it goes into /etc/hosts. */
  readonly address?: string;
}

/** The profile after defaults and planning. Nodes are sorted by name, so that their order in the profile does not matter. */
export interface Cluster {
  readonly name: string;
  readonly profile: Profile;
  /** Files beside the profile that it names, by the name it uses. */
  readonly sources: ReadonlyMap<string, string>;
  readonly version: string;
  readonly etcdVersion: string;
  readonly endpoint: ApiEndpoint;
  readonly services: Cidr;
  readonly pods: Cidr;
  readonly apiServiceAddress: string;
  readonly dnsServiceAddress: string;
  readonly nodes: readonly ClusterNode[];
  readonly links: readonly Link[];
}

const byRole = new WeakMap<readonly ClusterNode[], Map<RoleName, readonly ClusterNode[]>>();

/** The nodes that have the role, in name order. Each list of nodes is searched once: every node's components ask. */
export function nodesWithRole(
  { nodes }: Pick<Cluster, 'nodes'>,
  role: RoleName,
): readonly ClusterNode[] {
  const known = byRole.get(nodes) ?? new Map<RoleName, readonly ClusterNode[]>();
  byRole.set(nodes, known);
  const found = known.get(role) ?? nodes.filter((node) => node.roles.includes(role));
  known.set(role, found);
  return found;
}
