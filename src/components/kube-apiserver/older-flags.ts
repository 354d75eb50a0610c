import { type Cluster, nodesWithRole } from '../../plan/cluster.ts';
import { has } from '../../plan/versions.ts';
import type { FlagSet } from '../flags/format-flags.ts';

/**
 * What an older API server must be told because its default is unsafe or does not count its siblings: no port
 * without authentication (unless the profile wants one), reads that a majority of etcd confirms, and how many API
 * servers there are (cmd/kube-apiserver/app/options of 1.7.2).
 */
export function olderApiServerFlags(cluster: Cluster): FlagSet {
  const { version, profile } = cluster;
  return {
    ...(has(version, 'secure port only')
      ? {}
      : insecureFlags(profile.kubernetes.apiServer.insecurePort)),
    'etcd-quorum-read': has(version, 'quorum reads') ? undefined : true,
    'apiserver-count': has(version, 'endpoint leases')
      ? undefined
      : nodesWithRole(cluster, 'controller').length,
  };
}

function insecureFlags(port: number | undefined): FlagSet {
  return port === undefined
    ? { 'insecure-port': 0 }
    : { 'insecure-bind-address': '127.0.0.1', 'insecure-port': port };
}
