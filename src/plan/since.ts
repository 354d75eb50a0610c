import { isAtLeast } from './minors.ts';

/**
 * What Kubernetes gained in which minor, as far as the compiler acts on it. A thing that the flag tables know
 * (src/components/flags) does not stand here. Sources: the CHANGELOG of that minor, and the sources of 1.7.2, 1.13.0,
 * 1.29.6 and 1.33 to 1.37 where it is in doubt.
 */
const since = {
  /** The kubelet reads KubeletConfiguration kubelet.config.k8s.io/v1beta1 by --config. */
  'kubelet configuration file': '1.10',
  /** The scheduler reads KubeSchedulerConfiguration kubescheduler.config.k8s.io/v1. */
  'scheduler configuration file': '1.25',
  /** kube-proxy reads KubeProxyConfiguration kubeproxy.config.k8s.io/v1alpha1. */
  'kube-proxy configuration file': '1.9',
  /** The API server reads AuthenticationConfiguration without a feature gate. */
  'authentication configuration file': '1.30',
  /** AuthenticationConfiguration apiserver.config.k8s.io/v1. */
  'authentication configuration v1': '1.34',
  /** EncryptionConfiguration apiserver.config.k8s.io/v1, --encryption-provider-config. */
  'encryption configuration': '1.13',
  /** audit.k8s.io/v1 Policy, without a feature gate. */
  'audit policy v1': '1.12',
  /** Controller manager and scheduler serve TLS on 10257 and 10259 and ask the API server who it is. */
  'secure controller ports': '1.13',
  /** API server and kubelet take --tls-min-version and --tls-cipher-suites. */
  'server tls policy': '1.10',
  /** --enable-admission-plugins, in any order; before, --admission-control named all of them in the order of their work. */
  'admission plugins by name': '1.10',
  /** Bootstrap tokens in Secrets: --enable-bootstrap-token-auth, and the controllers that sign and clean them. */
  'bootstrap token authentication': '1.8',
  /** Every read of etcd asks a majority; before, --etcd-quorum-read had to say so. */
  'quorum reads': '1.9',
  /** API servers count each other by leases; before, --apiserver-count had to say how many there are. */
  'endpoint leases': '1.11',
  /** The API server has no port without authentication any more. */
  'secure port only': '1.20',
  /** --authentication-token-webhook-version; before, every TokenReview was v1beta1. */
  'webhook version': '1.17',
  /** --goaway-chance. */
  'goaway chance': '1.18',
  /** --cluster-signing-duration; before, it was called experimental. */
  'cluster signing duration': '1.19',
  /** The API server answers /livez and /readyz beside /healthz. */
  'api server livez': '1.16',
  /** The scheduler answers /livez and /readyz beside /healthz; the controller manager answers /healthz only. */
  'scheduler livez': '1.31',
  /** Fields of a pod that older API servers and kubelets drop without a word. */
  'startup probe': '1.18',
  'pod priority': '1.11',
  'host path type': '1.8',
  'privilege escalation field': '1.8',
  'seccomp profile field': '1.19',
  /** DaemonSets replace their pods by themselves when nothing else is said (apps/v1beta2). */
  'rolling daemon sets': '1.8',
  /** Label kubernetes.io/os on every node. */
  'operating system label': '1.14',
  /** kubectl --cache-dir, and apply --dry-run=client. */
  'kubectl cache directory': '1.8',
  'kubectl client dry run': '1.18',
  /** kubectl apply --server-side. */
  'server-side apply': '1.22',
  /** The kubelet starts with its certificate still pending; before, it waited and ran no static pod. */
  'bootstrap in background': '1.12',
  /** The kubelet renews its client certificate without an alpha feature gate. */
  'certificate rotation': '1.8',
  /** The kubelet runs on the unified cgroup hierarchy. */
  'cgroup v2': '1.22',
  /** The image of kube-proxy uses the iptables backend of its host; before, it always used the legacy one. */
  'iptables backend of the host': '1.17',
  /** Controllers are called control-plane; before, master. */
  'control plane role': '1.24',
  /** Each program is published with its SHA-256; before, only archives, in the CHANGELOG. */
  'checksum of each program': '1.18',
  /** What our manifests of flannel and CoreDNS, and the CNI lists of `routes`, ask of API server and kubelet (apps/v1). */
  'current pod networks': '1.16',
  /** Services and pods may have IPv6 addresses. */
  'services over IPv6': '1.9',
  /** kube-proxy has the modes ipvs and nftables. */
  'ipvs mode': '1.8',
  'nftables mode': '1.29',
  /** The kubelet refuses to give itself labels such as node-role.kubernetes.io/worker. */
  'node label restriction': '1.16',
  /** --kubeconfig alone makes the kubelet join; before, it ran alone without --require-kubeconfig. */
  'kubeconfig suffices': '1.8',
  /** dockershim is gone: the kubelet needs a runtime that speaks CRI. */
  'cri only': '1.24',
  /** --service-account-issuer and --service-account-signing-key-file must be given. */
  'service account issuer': '1.20',
  /** KubeletConfiguration.failCgroupV1 (on by default since 1.35). */
  'fail on cgroup v1': '1.31',
  /** crashLoopBackOff.maxContainerRestartPeriod: gate KubeletCrashLoopBackOffMax is on (pkg/features). */
  'restart period': '1.35',
} as const;

/** A thing that Kubernetes gained at some point. */
export type Gain = keyof typeof since;

/** The minor that brought the thing. */
export function broughtBy(gain: Gain): string {
  return since[gain];
}

/** Whether that version has the thing. */
export function has(version: string, gain: Gain): boolean {
  return isAtLeast(version, since[gain]);
}
