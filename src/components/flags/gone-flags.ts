import { isBefore, nextMinor } from '../../plan/minors.ts';
import { firstMinor, isInVersion, oldLine } from '../../plan/version-rows.ts';
import { flagRow, type Program } from './flag-table.ts';

/** Where a flag went: the minor that removed it when the tables only tell that it was gone by 1.33, and what to use. */
interface Gone {
  readonly removed?: string;
  readonly instead?: string;
}

const inFile = (field: string) => `use kubernetes.kubelet.config: ${field}`;

/** By program, flags that people still know, from the deprecation notes of the programs and their CHANGELOGs. */
const gone: Partial<Readonly<Record<Program, Readonly<Record<string, Gone>>>>> = {
  'kube-apiserver': {
    'enable-swagger-ui': { removed: '1.14', instead: 'leave it out' },
    'experimental-bootstrap-token-auth': {
      removed: '1.9',
      instead: 'leave it out: bootstrap tokens are always on',
    },
    'experimental-encryption-provider-config': {
      removed: '1.14',
      instead: 'use kubernetes.apiServer.encryptionAtRest',
    },
    'insecure-bind-address': { removed: '1.24', instead: 'use the secure port' },
    'insecure-port': { removed: '1.24', instead: 'leave it out: there is no insecure port' },
    'tls-ca-file': { removed: '1.9', instead: 'leave it out' },
    'etcd-quorum-read': { removed: '1.15', instead: 'leave it out: every read is a quorum read' },
    'cloud-provider': { removed: '1.33', instead: 'run an external cloud controller manager' },
    'cloud-config': { removed: '1.33', instead: 'run an external cloud controller manager' },
  },
  'kube-controller-manager': {
    address: { removed: '1.24', instead: 'leave it out: it listens on 127.0.0.1' },
    port: { removed: '1.24', instead: 'leave it out: it serves TLS on 10257' },
    'insecure-experimental-approve-all-kubelet-csrs-for-group': {
      removed: '1.8',
      instead: 'the binding to the role nodeclient approves them',
    },
  },
  'kube-scheduler': {
    address: { removed: '1.24', instead: 'leave it out: it listens on 127.0.0.1' },
    port: { removed: '1.24', instead: 'leave it out: it serves TLS on 10259' },
    'policy-config-file': { removed: '1.23', instead: 'use kubernetes.scheduler.config: profiles' },
    'algorithm-provider': { removed: '1.23', instead: 'use kubernetes.scheduler.config: profiles' },
  },
  kubelet: {
    'allow-privileged': { removed: '1.15', instead: 'leave it out: Pod Security decides' },
    'api-servers': { removed: '1.8', instead: 'leave it out: the kubeconfig names the endpoint' },
    'require-kubeconfig': { removed: '1.10', instead: 'leave it out' },
    'container-runtime': {
      removed: '1.27',
      instead: 'leave it out: containerd is the runtime',
    },
    'network-plugin': { removed: '1.24', instead: 'leave it out: containerd calls the plugins' },
    'cni-bin-dir': { removed: '1.24', instead: 'leave it out: containerd calls the plugins' },
    'cni-conf-dir': { removed: '1.24', instead: 'leave it out: containerd calls the plugins' },
    'docker-endpoint': { removed: '1.24', instead: 'leave it out: containerd is the runtime' },
    'cadvisor-port': { removed: '1.12', instead: 'leave it out' },
    'experimental-fail-swap-on': { removed: '1.23', instead: inFile('failSwapOn') },
    'register-schedulable': { instead: 'use taints of defaults, roles or machines' },
    'cloud-config': { instead: 'run an external cloud controller manager' },
    'pod-infra-container-image': {
      instead: 'leave it out: containerd’s configuration names the pause image',
    },
  },
  'kube-proxy': {
    'proxy-port-range': { removed: '1.31', instead: 'leave it out' },
  },
};

/** What became of a flag that the version no longer has. */
export interface Removal {
  /** The minor that removed it, in words when only a range is known. */
  readonly removed: string;
  readonly instead?: string;
}

/** Where the flag went that an older version had and this one has not; undefined when it was never there before. */
export function removalOf(program: Program, version: string, flag: string): Removal | undefined {
  const row = flagRow(program, flag);
  const known = gone[program]?.[flag];
  if (row === undefined || isInVersion(row, version)) return undefined;
  if (row.until === undefined || isBefore(version, firstMinor(row))) return undefined;
  return {
    removed:
      known?.removed ?? (row.until === oldLine ? 'one of 1.8 to 1.33' : nextMinor(row.until)),
    ...(known?.instead === undefined ? {} : { instead: known.instead }),
  };
}
