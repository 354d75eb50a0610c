import { supportedMinors } from '../profile/schema/names.ts';

type Minor = (typeof supportedMinors)[number];

/** What the compiler knows of one minor release of Kubernetes, as far as it differs between them. */
interface MinorFacts {
  /** etcd that kubeadm of this minor brings (cmd/kubeadm/app/constants/constants.go). */
  readonly etcd: string;
  /** Tag of registry.k8s.io/pause, from the same file. */
  readonly pause: string;
  /** Tag of registry.k8s.io/coredns/coredns, from the same file. */
  readonly coreDns: string;
}

/** Every supported minor must stand here, or this does not compile. */
const minors: Readonly<Record<Minor, MinorFacts>> = {
  '1.34': { etcd: '3.6.4', pause: '3.10.1', coreDns: 'v1.12.1' },
  '1.35': { etcd: '3.6.6', pause: '3.10.1', coreDns: 'v1.13.1' },
  '1.36': { etcd: '3.6.8', pause: '3.10.2', coreDns: 'v1.14.2' },
};

/** `1.36.3` → `1.36`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** Whether `version` is of the minor `minor` (`1.35`) or newer. */
export function isAtLeast(version: string, minor: string): boolean {
  const [major = 0, small = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherSmall = 0] = minor.split('.').map(Number);
  return major === otherMajor ? small >= otherSmall : major > otherMajor;
}

/** The etcd version that goes with this Kubernetes; for an unknown minor the one of the newest. */
export function defaultEtcdVersion(version: string): string {
  return factsOf(version).etcd;
}

/** The tag of the pause image that goes with this Kubernetes. */
export function pauseTag(version: string): string {
  return factsOf(version).pause;
}

/** The tag of the CoreDNS image that goes with this Kubernetes. */
export function coreDnsTag(version: string): string {
  return factsOf(version).coreDns;
}

/** apiVersion of AuthenticationConfiguration: v1 is served since 1.34. */
export function authenticationConfigApiVersion(version: string): string {
  return `apiserver.config.k8s.io/${isAtLeast(version, '1.34') ? 'v1' : 'v1beta1'}`;
}

/** Whether KubeletConfiguration has `failCgroupV1` (since 1.31; on by default since 1.35). */
export function knowsFailCgroupV1(version: string): boolean {
  return isAtLeast(version, '1.31');
}

/**
 * Whether the kubelet takes `crashLoopBackOff.maxContainerRestartPeriod`: its gate KubeletCrashLoopBackOffMax is on by
 * default since 1.35 (pkg/features/kube_features.go).
 */
export function knowsRestartPeriod(version: string): boolean {
  return isAtLeast(version, '1.35');
}

/** Whether etcd checks corruption at start by a feature gate (3.6) instead of an experimental flag (3.5). */
export function etcdHasFeatureGates(etcdVersion: string): boolean {
  return isAtLeast(etcdVersion, '3.6');
}

/** Flags that components once had, by component, with the minor that refuses them (CHANGELOG-1.33 to -1.37). */
const removedFlags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kube-apiserver': { 'cloud-provider': '1.33', 'cloud-config': '1.33' },
  kubelet: {
    'register-schedulable': '1.34',
    'cloud-config': '1.34',
    'pod-infra-container-image': '1.35',
  },
};

/** The minor that removed the flag (name without dashes) from the component, when it is gone in `version`. */
export function removedFlag(component: string, flag: string, version: string): string | undefined {
  const minor = removedFlags[component]?.[flag];
  return minor !== undefined && isAtLeast(version, minor) ? minor : undefined;
}

function factsOf(version: string): MinorFacts {
  const known = supportedMinors.find((minor) => minor === minorOf(version));
  return minors[known ?? supportedMinors[supportedMinors.length - 1] ?? '1.36'];
}
