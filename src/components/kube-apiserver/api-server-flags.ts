import { joinHostPort } from '../../net/address.ts';
import { type Cluster, type ClusterNode, nodesWithRole } from '../../plan/cluster.ts';
import { has } from '../../plan/versions.ts';
import { durationSeconds } from '../../text/duration.ts';
import type { FlagSet } from '../flags/format-flags.ts';
import { goDuration } from '../flags/go-duration.ts';
import { findLinks } from '../links.ts';
import { tlsPolicyFlags } from '../tls-policy.ts';
import { admissionFlags } from './admission-flags.ts';
import { apiServerPaths, pkiPaths } from './api-server-paths.ts';
import { olderApiServerFlags } from './older-flags.ts';

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
    ...servingFlags(cluster),
    ...authenticationFlags(cluster),
    ...webhookFlags(cluster),
    'authorization-mode': ['Node', 'RBAC'],
    ...admissionFlags(cluster),
    ...kubeletFlags,
    ...frontProxyFlags,
    ...auditFlags(cluster),
    [encryptionFlag(cluster)]: apiServerPaths.encryption,
    profiling: false,
    'goaway-chance': goawayChance(cluster),
    ...olderApiServerFlags(cluster),
  };
}

function encryptionFlag({ version }: Cluster): string {
  const known = has(version, 'encryption configuration');
  return known ? 'encryption-provider-config' : 'experimental-encryption-provider-config';
}

/** Spreads long-lived HTTP/2 connections; alone, a server would only send its clients away. */
function goawayChance(cluster: Cluster): number | undefined {
  const several = nodesWithRole(cluster, 'controller').length > 1;
  return several && has(cluster.version, 'goaway chance') ? 0.001 : undefined;
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

function servingFlags({ version }: Cluster): FlagSet {
  return {
    'tls-cert-file': `${pkiPaths.apiServer}.crt`,
    'tls-private-key-file': `${pkiPaths.apiServer}.key`,
    ...(has(version, 'server tls policy') ? tlsPolicyFlags : {}),
  };
}

/**
 * Without a configuration of it authentication lets anybody in as anonymous, as the health checks need; RBAC then
 * shows them /healthz, /version and what the API serves (system:discovery).
 */
function authenticationFlags({ version, profile }: Cluster): FlagSet {
  const configured = has(version, 'authentication configuration file');
  const issues = has(version, 'service account issuer');
  const issuer = `https://kubernetes.default.svc.${profile.network.domain}`;
  return {
    'client-ca-file': pkiPaths.ca,
    'authentication-config': configured ? apiServerPaths.authentication : undefined,
    'token-auth-file': apiServerPaths.tokens,
    'enable-bootstrap-token-auth': has(version, 'bootstrap token authentication')
      ? true
      : undefined,
    'service-account-issuer': issues ? issuer : undefined,
    'service-account-key-file': pkiPaths.serviceAccountPublicKey,
    'service-account-signing-key-file': issues ? pkiPaths.serviceAccountKey : undefined,
    'service-account-extend-token-expiration': issues ? false : undefined,
  };
}

function webhookFlags(cluster: Cluster): FlagSet {
  const webhook = cluster.profile.kubernetes.apiServer.authenticationWebhook;
  if (webhook === undefined) return {};
  return {
    'authentication-token-webhook-config-file': apiServerPaths.webhook,
    'authentication-token-webhook-version': has(cluster.version, 'webhook version')
      ? webhook.version
      : undefined,
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
    'audit-policy-file': has(cluster.version, 'audit policy v1')
      ? apiServerPaths.auditPolicy
      : undefined,
    'audit-log-path': apiServerPaths.auditLog,
    'audit-log-maxage': audit.maxAge,
    'audit-log-maxbackup': audit.maxBackup,
    'audit-log-maxsize': audit.maxSize,
  };
}
