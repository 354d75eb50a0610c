import { joinHostPort } from '../../net/address.ts';
import { type Cluster, type ClusterNode, nodesWithRole } from '../../plan/cluster.ts';
import { durationSeconds } from '../../text/duration.ts';
import type { FlagSet } from '../flags/format-flags.ts';
import { goDuration } from '../flags/go-duration.ts';
import { findLinks } from '../links.ts';
import { tlsCipherSuites, tlsMinVersion } from '../tls-policy.ts';
import { apiServerPaths, pkiPaths } from './api-server-paths.ts';

/**
 * The flags of kube-apiserver on one controller: kubeadm's set, hardened after the CIS Kubernetes Benchmark 1.12,
 * section 1.2 (cmd/kube-apiserver/app/options).
 */
export function apiServerFlags(cluster: Cluster, node: ClusterNode): FlagSet {
  const { apiServer } = cluster.profile.kubernetes;
  return {
    'advertise-address': node.address,
    'secure-port': apiServer.port,
    'service-cluster-ip-range': cluster.profile.network.services,
    'allow-privileged': true,
    ...etcdFlags(cluster, node),
    ...servingFlags,
    ...authenticationFlags(cluster),
    ...webhookFlags(cluster),
    'authorization-mode': ['Node', 'RBAC'],
    'enable-admission-plugins': [...new Set(['NodeRestriction', ...apiServer.admissionPlugins])],
    ...kubeletFlags,
    ...frontProxyFlags,
    ...auditFlags(cluster),
    'encryption-provider-config': apiServerPaths.encryption,
    profiling: false,
    // Spreads long-lived HTTP/2 connections; alone, a server would only send its clients away.
    'goaway-chance': nodesWithRole(cluster, 'controller').length > 1 ? 0.001 : undefined,
  };
}

function etcdFlags(cluster: Cluster, node: ClusterNode): FlagSet {
  const members = findLinks(cluster, {
    client: 'kube-apiserver',
    clientNode: node.name,
    server: 'etcd',
  });
  return {
    'etcd-servers': members.map(({ host, port }) => `https://${joinHostPort(host, port)}`),
    'etcd-cafile': pkiPaths.etcdCa,
    'etcd-certfile': `${pkiPaths.etcdClient}.crt`,
    'etcd-keyfile': `${pkiPaths.etcdClient}.key`,
  };
}

const servingFlags: FlagSet = {
  'tls-cert-file': `${pkiPaths.apiServer}.crt`,
  'tls-private-key-file': `${pkiPaths.apiServer}.key`,
  'tls-min-version': tlsMinVersion,
  'tls-cipher-suites': tlsCipherSuites,
};

function authenticationFlags(cluster: Cluster): FlagSet {
  return {
    'client-ca-file': pkiPaths.ca,
    'authentication-config': apiServerPaths.authentication,
    'token-auth-file': apiServerPaths.tokens,
    'enable-bootstrap-token-auth': true,
    'service-account-issuer': `https://kubernetes.default.svc.${cluster.profile.network.domain}`,
    'service-account-key-file': pkiPaths.serviceAccountPublicKey,
    'service-account-signing-key-file': pkiPaths.serviceAccountKey,
    'service-account-extend-token-expiration': false,
  };
}

function webhookFlags(cluster: Cluster): FlagSet {
  const webhook = cluster.profile.kubernetes.apiServer.authenticationWebhook;
  if (webhook === undefined) return {};
  return {
    'authentication-token-webhook-config-file': apiServerPaths.webhook,
    'authentication-token-webhook-version': webhook.version,
    'authentication-token-webhook-cache-ttl': goDuration(durationSeconds(webhook.cacheTtl)),
  };
}

const kubeletFlags: FlagSet = {
  'kubelet-certificate-authority': pkiPaths.ca,
  'kubelet-client-certificate': `${pkiPaths.kubeletClient}.crt`,
  'kubelet-client-key': `${pkiPaths.kubeletClient}.key`,
  'kubelet-preferred-address-types': ['InternalIP', 'Hostname'],
};

const frontProxyFlags: FlagSet = {
  'requestheader-client-ca-file': pkiPaths.frontProxyCa,
  'requestheader-allowed-names': 'front-proxy-client',
  'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
  'requestheader-group-headers': 'X-Remote-Group',
  'requestheader-username-headers': 'X-Remote-User',
  'proxy-client-cert-file': `${pkiPaths.frontProxyClient}.crt`,
  'proxy-client-key-file': `${pkiPaths.frontProxyClient}.key`,
};

function auditFlags(cluster: Cluster): FlagSet {
  const { audit } = cluster.profile.kubernetes.apiServer;
  if (audit.policy === 'none') return {};
  return {
    'audit-policy-file': apiServerPaths.auditPolicy,
    'audit-log-path': apiServerPaths.auditLog,
    'audit-log-maxage': audit.maxAge,
    'audit-log-maxbackup': audit.maxBackup,
    'audit-log-maxsize': audit.maxSize,
  };
}
