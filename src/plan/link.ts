import type { Path } from '../diagnostics/diagnostic.ts';

/** The cluster's certificate authorities; each is its own root. */
export const caNames = ['kubernetes', 'etcd', 'front-proxy'] as const;
export type CaName = (typeof caNames)[number];

/**
 * One end of a link. `node` is a machine's name; `person` stands for people outside, `pods` for what runs in
 * the pod network, and `*` for every node that runs pods (so that a mesh is one link, not nodes × nodes).
 */
export interface LinkEnd {
  readonly component: string;
  readonly node: string;
}

/**
 * One typed connection: who dials whom, under which name, on which port, over which CA, with which identity.
 * Certificates, SANs, server lists, backends and firewall rules are all derived from these and nothing else.
 */
export interface Link {
  readonly client: LinkEnd;
  readonly server: LinkEnd;
  /** The name or address that the client dials, and verifies unless `serverName` says otherwise. */
  readonly host: string;
  /** Name that the client verifies instead of `host`. */
  readonly serverName?: string;
  /** The port that the client dials; the server end listens on it unless `through` is set. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /**
   * Who passes the connection on, when it does not run from node to node: `haproxy` (the frontends),
   * `balancer` (a load balancer that is no machine of ours) or `kube-proxy` (a service address).
   */
  readonly through?: 'haproxy' | 'balancer' | 'kube-proxy';
  /** CA that the client trusts for the server; absent without TLS, and where the CA is not ours. */
  readonly ca?: CaName;
  /** Certificate id of the server, `kube-apiserver@icc-ctrl-1`. */
  readonly serverCertificate?: string;
  /** Certificate id that the client shows. */
  readonly clientCertificate?: string;
  /** The profile line that caused it. */
  readonly from: Path;
}
