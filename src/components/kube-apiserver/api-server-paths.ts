import { podManifest } from '../../machine/places.ts';

/** Where a controller's certificates lie; key pairs are without `.crt` and `.key`. */
export const pkiPaths = {
  ca: '/etc/kubernetes/pki/ca.crt',
  caKey: '/etc/kubernetes/pki/ca.key',
  signingCa: '/etc/kubernetes/pki/signing-ca.crt',
  rootCa: '/etc/kubernetes/pki/root-ca.crt',
  apiServer: '/etc/kubernetes/pki/apiserver',
  kubeletClient: '/etc/kubernetes/pki/apiserver-kubelet-client',
  etcdClient: '/etc/kubernetes/pki/apiserver-etcd-client',
  etcdCa: '/etc/kubernetes/pki/etcd/ca.crt',
  frontProxyCa: '/etc/kubernetes/pki/front-proxy-ca.crt',
  frontProxyClient: '/etc/kubernetes/pki/front-proxy-client',
  serviceAccountKey: '/etc/kubernetes/pki/sa.key',
  serviceAccountPublicKey: '/etc/kubernetes/pki/sa.pub',
} as const;

/** Where the API server's own configuration and audit log lie. */
export const apiServerPaths = {
  directory: '/etc/kubernetes/apiserver',
  tokens: '/etc/kubernetes/apiserver/token.csv',
  authentication: '/etc/kubernetes/apiserver/authentication.yaml',
  auditPolicy: '/etc/kubernetes/apiserver/audit-policy.yaml',
  encryption: '/etc/kubernetes/apiserver/encryption.yaml',
  webhook: '/etc/kubernetes/apiserver/webhook.conf',
  webhookCa: '/etc/kubernetes/apiserver/webhook-ca.crt',
  webhookClient: '/etc/kubernetes/apiserver/webhook-client',
  auditDirectory: '/var/log/kubernetes/audit',
  auditLog: '/var/log/kubernetes/audit/audit.log',
  manifest: podManifest('kube-apiserver'),
} as const;
