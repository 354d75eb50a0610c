import { joinHostPort } from '../../net/address.ts';
import { initialClusterOf } from '../../pki/etcd-members.ts';
import type { Secrets } from '../../pki/secrets.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import type { Link } from '../../plan/link.ts';
import { etcdPeerPort } from '../../plan/links/etcd.ts';
import { etcdHasFeatureGates } from '../../plan/versions.ts';
import type { FlagSet } from '../flags/format-flags.ts';
import { findLinks } from '../links.ts';
import { etcdPaths } from './etcd-paths.ts';

const bytesPerGiB = 1024 ** 3;

/**
 * The flags of one member (etcd 3.5 to 3.7, server/embed/config.go). Membership is static: --initial-cluster from the
 * peer links, the same on every founder; a member that joins a running cluster is told so. Metrics and health need no certificate, so they are
 * served on the loopback only.
 */
export function etcdFlags(
  cluster: Cluster,
  node: ClusterNode,
  { etcd }: Pick<Secrets, 'etcd'>,
): FlagSet {
  const { dataDir, quotaBackendGiB } = cluster.profile.etcd;
  const peers = peerLinks(cluster, node);
  const self = etcdPeerUrls(cluster, node);
  const names = [...new Set(peers.map(({ server }) => server.node))];
  const initial = initialClusterOf(etcd, names, node.name);
  const listed = peers.filter(({ server }) => initial.members.includes(server.node));
  const advertised = etcdClientUrls(cluster, node, 'kube-apiserver');
  const local = etcdClientUrls(cluster, node, 'etcdctl');
  return {
    name: node.name,
    'data-dir': dataDir,
    'listen-peer-urls': self,
    'initial-advertise-peer-urls': self,
    'listen-client-urls': [...advertised, ...local],
    'advertise-client-urls': advertised,
    'listen-metrics-urls': 'http://127.0.0.1:2381',
    'initial-cluster': listed.map((peer) => `${peer.server.node}=${urlOf(peer)}`).join(','),
    'initial-cluster-token': `clusterseed-${cluster.name}`,
    'initial-cluster-state': initial.state,
    ...tlsFlags,
    'quota-backend-bytes': Math.floor(quotaBackendGiB * bytesPerGiB),
    ...integrityFlags(cluster.etcdVersion),
  };
}

/** The links from this member to every member, itself included, in the same order on all of them. */
function peerLinks(cluster: Cluster, node: ClusterNode): Link[] {
  const port = etcdPeerPort;
  return findLinks(cluster, { client: 'etcd', clientNode: node.name, server: 'etcd', port });
}

/** The URLs at which the members dial the member of `node`. */
export function etcdPeerUrls(cluster: Cluster, node: ClusterNode): string[] {
  return peerLinks(cluster, node)
    .filter(({ server }) => server.node === node.name)
    .map(urlOf);
}

/** The URLs at which `client` dials the member of `node`; names beside an address are left out. */
export function etcdClientUrls(cluster: Cluster, node: ClusterNode, client: string): string[] {
  const links = findLinks(cluster, { client, server: 'etcd', serverNode: node.name });
  return [...new Set(links.filter(({ host }) => host !== 'localhost').map(urlOf))];
}

const tlsFlags: FlagSet = {
  'cert-file': `${etcdPaths.server}.crt`,
  'key-file': `${etcdPaths.server}.key`,
  'trusted-ca-file': etcdPaths.ca,
  'client-cert-auth': true,
  'peer-cert-file': `${etcdPaths.peer}.crt`,
  'peer-key-file': `${etcdPaths.peer}.key`,
  'peer-trusted-ca-file': etcdPaths.ca,
  'peer-client-cert-auth': true,
  'tls-min-version': 'TLS1.2',
};

/** Corruption check at start, and progress notifications that the API server's watch cache likes to have. */
function integrityFlags(version: string): FlagSet {
  return etcdHasFeatureGates(version)
    ? { 'watch-progress-notify-interval': '5s', 'feature-gates': { InitialCorruptCheck: true } }
    : {
        'experimental-watch-progress-notify-interval': '5s',
        'experimental-initial-corrupt-check': true,
      };
}

function urlOf({ host, port }: Link): string {
  return `https://${joinHostPort(host, port)}`;
}
