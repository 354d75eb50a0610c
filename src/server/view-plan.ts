import { X509Certificate } from 'node:crypto';
import type { Cluster, Secrets } from '../index.ts';
import type { BoardView } from './contract.ts';

/** What the board shows of the plan: who dials whom, and when certificates end. Holds no secret. */
export function viewPlan(
  cluster: Pick<Cluster, 'links'>,
  secrets: Pick<Secrets, 'cas' | 'certificates'>,
): Pick<BoardView, 'links' | 'certificates'> {
  const links = cluster.links.map(({ client, server, port, protocol }) => ({
    from: `${client.component}@${client.node}`,
    to: `${server.component}@${server.node}`,
    port,
    protocol,
  }));
  const pairs = [
    ...Object.entries(secrets.cas).map(([name, pair]) => [`ca/${name}`, pair] as const),
    ...Object.entries(secrets.certificates),
  ];
  const certificates = pairs
    .map(([name, { certificate }]) => ({ name, notAfter: endOf(certificate) }))
    .toSorted((a, b) => (a.notAfter < b.notAfter ? -1 : 1));
  return { links, certificates };
}

function endOf(pem: string): string {
  return new Date(new X509Certificate(pem).validTo).toISOString();
}
