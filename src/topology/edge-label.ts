import type { TopologyEdge } from './topology.ts';

/** They pass connections on as they are: the TLS is that of the API servers behind them. */
const passers = ['haproxy', 'load balancer'];

/** What runs over a connection: `kubelet 10250/tcp, CA kubernetes`. */
export function edgeLabel({ server, port, protocol, ca, through }: TopologyEdge): string {
  if (passers.includes(server)) return `${server} ${port}/${protocol}, TLS passed on`;
  if (protocol === 'udp') return `${server} ${port}/${protocol}, both ways`;
  const by = through === undefined ? '' : ` by ${through}`;
  return `${server} ${port}/${protocol}${by}${ca === undefined ? '' : `, CA ${ca}`}`;
}
