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
  /** The API server answers /livez and /readyz beside /healthz. */
  'api server livez': '1.16',
  /** The scheduler answers /livez and /readyz beside /healthz; the controller manager answers /healthz only. */
  'scheduler livez': '1.31',
  /** Fields of a pod that older API servers and kubelets drop without a word. */
  'startup probe': '1.18',
  'pod priority': '1.11',
  'host path type': '1.8',
  'seccomp profile field': '1.19',
  /** kubectl apply --server-side. */
  'server-side apply': '1.22',
  /** The kubelet starts with its certificate still pending; before, it waited and ran no static pod. */
  'bootstrap in background': '1.12',
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

/** Whether that version has the thing. */
export function has(version: string, gain: Gain): boolean {
  return isAtLeast(version, since[gain]);
}
