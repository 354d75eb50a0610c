import type { CaName } from '../plan/link.ts';
import type { RoleName } from '../profile/schema/names.ts';

/** A machine of the picture. */
export interface TopologyNode {
  readonly name: string;
  readonly address: string;
  readonly roles: readonly RoleName[];
}

/** Nodes of one role, or of several when a node has them, or something that is no machine of the cluster. */
export interface TopologyGroup {
  /** `controller`, `controller+etcd`, `person`, `pods`, `balancer`. */
  readonly id: string;
  readonly title: string;
  /** In name order; empty for what is no machine. */
  readonly nodes: readonly TopologyNode[];
}

/** Connections of one kind between two groups, or within one. */
export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  /** Programs that dial, sorted. */
  readonly clients: readonly string[];
  /** The program that is dialled. */
  readonly server: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Absent without TLS, where TLS is passed through, and where the CA is not ours. */
  readonly ca?: CaName;
  readonly through?: string;
}

/** Who talks to whom, by roles; what happens within one machine is left out. */
export interface Topology {
  readonly cluster: string;
  readonly endpoint: string;
  readonly groups: readonly TopologyGroup[];
  readonly edges: readonly TopologyEdge[];
}
