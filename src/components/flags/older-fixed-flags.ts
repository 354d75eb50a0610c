import type { FixedFlags } from './fixed-flags.ts';
import type { Program } from './flag-table.ts';

const loopback = 'it listens on 127.0.0.1 only';
const insecure = 'use kubernetes.apiServer.insecurePort';
const machines = 'it follows from the machines, see machines';

/** Flags that only programs from before 1.20 have, and that clusterseed decides there. */
export const olderFixedFlags: Partial<Readonly<Record<Program, FixedFlags>>> = {
  'kube-apiserver': {
    'insecure-port': insecure,
    'insecure-bind-address': insecure,
    port: insecure,
    address: insecure,
    'apiserver-count': machines,
    'etcd-quorum-read': 'it is always on: one member alone may be behind',
    'experimental-encryption-provider-config': 'use kubernetes.apiServer.encryptionAtRest',
    'storage-backend': 'it is etcd3',
    'tls-ca-file': 'leave it out: it never did what its name says',
    'public-address-override': machines,
    'portal-net': 'use network.services',
  },
  'kube-controller-manager': { address: loopback, port: 'the probes use 10252' },
  'kube-scheduler': {
    address: loopback,
    port: 'the probes use 10251',
    'leader-elect': 'it is always on',
  },
};

const placed = 'clusterseed places this file itself';
const access = 'leave it out: it must fit the files and certificates of the node';

/**
 * Flags of a kubelet without a configuration file that stand for what profile/managed-setting protects in one
 * (src/profile/rules/managed-settings.ts).
 */
export const configurationFixedFlags: FixedFlags = {
  'require-kubeconfig': 'it is always on',
  'api-servers': 'leave it out: the kubeconfig names the endpoint',
  'experimental-bootstrap-kubeconfig': placed,
  'register-schedulable': 'use taints of defaults, roles or machines',
  'pod-manifest-path': placed,
  'cluster-dns': 'use network.dnsService',
  'cluster-domain': 'use network.domain',
  'container-runtime': 'it is docker',
  'container-runtime-endpoint': 'the runtime is docker',
  'cgroup-driver': 'leave it out: it must be the container runtime’s',
  'network-plugin': 'it is cni',
  'cni-conf-dir': placed,
  'cni-bin-dir': placed,
  'tls-cert-file': placed,
  'tls-private-key-file': placed,
  'client-ca-file': placed,
  'anonymous-auth': 'leave it out: anonymous requests stay refused',
  'authorization-mode': 'leave it out: the kubelet asks the API server',
  'authentication-token-webhook': access,
  port: 'leave it out: the API server’s links and certificates count on 10250',
};
