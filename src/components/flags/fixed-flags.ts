import { has } from '../../plan/versions.ts';
import type { Program } from './flag-table.ts';
import { configurationFixedFlags, olderFixedFlags } from './older-fixed-flags.ts';

/** Flags that a profile may not give, with what to use instead. */
export type FixedFlags = Readonly<Record<string, string>>;

const machines = 'it follows from the machines, see machines';
const placed = 'clusterseed places this file itself';
const exits = 'the program would print and exit';
const informational: FixedFlags = { help: exits, version: exits };
const clusterAddresses: FixedFlags = {
  'service-cluster-ip-range': 'use network.services',
};

const apiServer: FixedFlags = {
  ...informational,
  ...clusterAddresses,
  'advertise-address': machines,
  'secure-port': 'use kubernetes.apiServer.port',
  'etcd-servers': machines,
  'etcd-cafile': placed,
  'etcd-certfile': placed,
  'etcd-keyfile': placed,
  'tls-cert-file': placed,
  'tls-private-key-file': placed,
  'client-ca-file': placed,
  'authorization-mode': 'it is Node,RBAC, as the kubelets and controllers need it',
  'authorization-config': 'it excludes authorization-mode, which is Node,RBAC',
  'authentication-config': 'use kubernetes.apiServer.jwt',
  'anonymous-auth': 'anonymous requests reach /livez, /readyz and /healthz only',
  'authentication-token-webhook-config-file': 'use kubernetes.apiServer.authenticationWebhook',
  'authentication-token-webhook-cache-ttl': 'use kubernetes.apiServer.authenticationWebhook',
  'authentication-token-webhook-version': 'use kubernetes.apiServer.authenticationWebhook',
  'oidc-issuer-url': 'use kubernetes.apiServer.jwt',
  'oidc-client-id': 'use kubernetes.apiServer.jwt',
  'token-auth-file': 'workers join with this token',
  'enable-bootstrap-token-auth': 'it is always on',
  'enable-admission-plugins': 'use kubernetes.apiServer.admissionPlugins',
  'admission-control': 'use kubernetes.apiServer.admissionPlugins',
  'audit-policy-file': 'use kubernetes.apiServer.audit',
  'audit-log-path': 'use kubernetes.apiServer.audit',
  'audit-log-maxage': 'use kubernetes.apiServer.audit.maxAge',
  'audit-log-maxbackup': 'use kubernetes.apiServer.audit.maxBackup',
  'audit-log-maxsize': 'use kubernetes.apiServer.audit.maxSize',
  'encryption-provider-config': 'use kubernetes.apiServer.encryptionAtRest',
  'encryption-provider-config-automatic-reload': 'use kubernetes.apiServer.encryptionAtRest',
  'kubelet-client-certificate': placed,
  'kubelet-client-key': placed,
  'kubelet-certificate-authority': placed,
  'requestheader-client-ca-file': placed,
  'requestheader-allowed-names': placed,
  'requestheader-extra-headers-prefix': 'it is X-Remote-Extra-',
  'requestheader-group-headers': 'it is X-Remote-Group',
  'requestheader-username-headers': 'it is X-Remote-User',
  'proxy-client-cert-file': placed,
  'proxy-client-key-file': placed,
  'service-account-issuer': 'it follows from network.domain',
  'service-account-key-file': placed,
  'service-account-signing-key-file': placed,
};

const controllerManager: FixedFlags = {
  ...informational,
  ...clusterAddresses,
  kubeconfig: placed,
  master: placed,
  'authentication-kubeconfig': placed,
  'authorization-kubeconfig': placed,
  'bind-address': 'it listens on 127.0.0.1 only',
  'secure-port': 'the probes use 10257',
  'client-ca-file': placed,
  'requestheader-client-ca-file': placed,
  'requestheader-allowed-names': placed,
  'root-ca-file': placed,
  'service-account-private-key-file': placed,
  'cluster-signing-cert-file': placed,
  'cluster-signing-key-file': placed,
  'use-service-account-credentials': 'it is always on',
  'leader-elect': 'it is always on',
  'allocate-node-cidrs': 'it follows from network.plugin',
  'cluster-cidr': 'use network.pods',
  'node-cidr-mask-size': 'use network.nodeMask',
};

const scheduler: FixedFlags = {
  ...informational,
  config: 'use kubernetes.scheduler.config',
  kubeconfig: placed,
  master: placed,
  'authentication-kubeconfig': placed,
  'authorization-kubeconfig': placed,
  'client-ca-file': placed,
  'bind-address': 'it listens on 127.0.0.1 only',
  'secure-port': 'the probes use 10259',
  'leader-elect': 'use kubernetes.scheduler.config',
};

const kubelet: FixedFlags = {
  ...informational,
  config: 'use kubernetes.kubelet.config',
  'config-dir': 'use kubernetes.kubelet.config',
  kubeconfig: placed,
  'bootstrap-kubeconfig': placed,
  'cert-dir': placed,
  'hostname-override': 'the node is named as its machine, see machines',
  'node-ip': machines,
  'node-labels': 'use labels of defaults, roles or machines',
  'register-with-taints': 'use taints of defaults, roles or machines',
};

const etcd: FixedFlags = {
  ...informational,
  'config-file': 'with it etcd ignores every flag',
  name: machines,
  'data-dir': 'use etcd.dataDir',
  'initial-advertise-peer-urls': machines,
  'listen-peer-urls': machines,
  'listen-client-urls': machines,
  'listen-metrics-urls': 'the health check uses http://127.0.0.1:2381',
  'advertise-client-urls': machines,
  'initial-cluster': machines,
  'initial-cluster-token': 'it follows from cluster',
  'initial-cluster-state': 'the members of a new cluster start with "new"',
  'cert-file': placed,
  'key-file': placed,
  'trusted-ca-file': placed,
  'client-cert-auth': 'it is always on',
  'peer-cert-file': placed,
  'peer-key-file': placed,
  'peer-trusted-ca-file': placed,
  'peer-client-cert-auth': 'it is always on',
  'auto-tls': 'the certificates come from the cluster’s etcd CA',
  'peer-auto-tls': 'the certificates come from the cluster’s etcd CA',
  'quota-backend-bytes': 'use etcd.quotaBackendGiB',
  'force-new-cluster': 'it would be applied at every start',
};

/**
 * By program, the flags that extraArgs may not touch: clusterseed's own, and those that exclude one of them.
 * The value says where the profile decides it. Every other flag that clusterseed gives is a default that
 * extraArgs may replace.
 */
export const fixedFlags: Readonly<Record<Program, FixedFlags>> = {
  'kube-apiserver': apiServer,
  'kube-controller-manager': controllerManager,
  'kube-scheduler': scheduler,
  kubelet,
  'kube-proxy': informational,
  etcd,
};

/** What to use instead of the flag in that version of the program; undefined when the profile may give it. */
export function fixedFlag(program: Program, version: string, flag: string): string | undefined {
  const tables = [
    ...(program !== 'etcd' && !has(version, 'secure port only') ? [olderFixedFlags] : []),
    ...(program === 'kubelet' && !has(version, 'kubelet configuration file')
      ? [{ kubelet: configurationFixedFlags }]
      : []),
    fixedFlags,
  ];
  for (const table of tables) {
    const flags: FixedFlags = table[program] ?? {};
    if (Object.hasOwn(flags, flag)) return flags[flag];
  }
  return undefined;
}
