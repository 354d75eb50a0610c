import { isAtLeast, minorFacts } from './minors.ts';
import { has } from './since.ts';

export { apiVersionOf, type VersionedKind } from './api-versions.ts';
export { isAtLeast, minorOf } from './minors.ts';
export { broughtBy, type Gain, has } from './since.ts';

/** The oldest line of etcd whose flags are known (src/components/data/flags.json). */
export const oldestKnownEtcd = '3.5';

/** What a Kubernetes gets whose own etcd is older than that: the newest of the line, with a pinned checksum. */
const etcdOfOldestLine = '3.5.33';

/** The etcd version that goes with this Kubernetes; for an unknown minor the one of the newest. */
export function defaultEtcdVersion(version: string): string {
  const { etcd } = minorFacts(version);
  return isAtLeast(etcd, oldestKnownEtcd) ? etcd : etcdOfOldestLine;
}

/** The etcd that this Kubernetes was released and tested with. */
export function testedEtcdVersion(version: string): string {
  return minorFacts(version).etcd;
}

/** The Docker versions that this Kubernetes was tested with; none when its runtime is another. */
export function testedDockerVersions(version: string): readonly string[] {
  return minorFacts(version).docker ?? [];
}

/** The oldest etcd that kubeadm of this Kubernetes accepts. */
export function minimumEtcdVersion(version: string): string {
  return minorFacts(version).etcdMinimum;
}

/** The tag of the pause image that goes with this Kubernetes. */
export function pauseTag(version: string): string {
  return minorFacts(version).pause;
}

/** The tag of the CoreDNS image that goes with this Kubernetes. Throws a TypeError for one that had kube-dns. */
export function coreDnsTag(version: string): string {
  const { coreDns } = minorFacts(version);
  if (coreDns === undefined) throw new TypeError(`Kubernetes ${version} has no CoreDNS of its own`);
  return coreDns;
}

/** Where the project published the images of that version; the registry of 1.7 is frozen. */
export function imageRegistry(version: string): 'registry.k8s.io' | 'gcr.io/google_containers' {
  return isAtLeast(version, '1.25') ? 'registry.k8s.io' : 'gcr.io/google_containers';
}

/** How a program of Kubernetes is downloaded: by itself, or in the archive that alone has a published SHA-256. */
export function programRelease(version: string): 'single programs' | 'node archive' {
  return has(version, 'checksum of each program') ? 'single programs' : 'node archive';
}

/** Whether the control plane runs from one image with one program, as it did until 1.18, or from one image each. */
export function controlPlaneImages(version: string): 'hyperkube' | 'own' {
  return isAtLeast(version, '1.19') ? 'own' : 'hyperkube';
}

/** The runtime that a kubelet of that version is given: Docker by its own shim, or containerd over CRI. */
export function containerRuntime(version: string): 'docker' | 'containerd' {
  return has(version, 'cri only') ? 'containerd' : 'docker';
}

/** The systemd unit of that runtime. */
export function runtimeUnit(version: string): 'docker.service' | 'containerd.service' {
  return `${containerRuntime(version)}.service`;
}

/** What a system of today must be taken back to before a kubelet of that version runs on it. */
export function legacyNeeds(
  version: string,
): readonly ('cgroup-v1' | 'iptables-legacy' | 'xtables-lock')[] {
  return [
    ...(has(version, 'cgroup v2') ? [] : (['cgroup-v1'] as const)),
    ...(has(version, 'iptables backend of the host') ? [] : (['iptables-legacy'] as const)),
    // A mount without a type would make a directory of the file that iptables locks.
    ...(has(version, 'host path type') ? [] : (['xtables-lock'] as const)),
  ];
}

/** What label and taint call a node of the control plane: `node-role.kubernetes.io/…`. */
export function controlPlaneRole(version: string): 'master' | 'control-plane' {
  return has(version, 'control plane role') ? 'control-plane' : 'master';
}

/** The modes of kube-proxy that this Kubernetes has. */
export function kubeProxyModes(version: string): readonly ('iptables' | 'ipvs' | 'nftables')[] {
  return [
    'iptables',
    ...(has(version, 'ipvs mode') ? (['ipvs'] as const) : []),
    ...(has(version, 'nftables mode') ? (['nftables'] as const) : []),
  ];
}

/** Which programs sign service-account tokens, and so hold the key. */
export function serviceAccountTokens(
  version: string,
): readonly ('api server' | 'controller manager')[] {
  return has(version, 'service account issuer')
    ? ['api server', 'controller manager']
    : ['controller manager'];
}

/** Programs of the control plane that are asked whether they are well. */
export type ProbedProgram = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

/** How a program is asked whether it is well. */
export interface Health {
  readonly scheme: 'HTTPS' | 'HTTP';
  /** The API server’s default; the profile may give another. */
  readonly port: number;
  readonly live: string;
  readonly ready?: string;
}

/**
 * Where each program answers whether it is alive and ready. The API server is alive without etcd (where it can say
 * so): a restart would not bring etcd back, as GCE's manifests have it (cluster/gce/manifests/kube-apiserver.manifest).
 */
export function healthOf(version: string, program: ProbedProgram): Health {
  const secure = has(version, 'secure controller ports');
  const scheme = secure ? 'HTTPS' : 'HTTP';
  switch (program) {
    case 'kube-apiserver':
      return has(version, 'api server livez')
        ? { scheme: 'HTTPS', port: 6443, live: '/livez?exclude=etcd', ready: '/readyz' }
        : { scheme: 'HTTPS', port: 6443, live: '/healthz' };
    case 'kube-controller-manager':
      return { scheme, port: secure ? 10_257 : 10_252, live: '/healthz' };
    case 'kube-scheduler':
      return has(version, 'scheduler livez')
        ? { scheme, port: 10_259, live: '/livez', ready: '/readyz' }
        : { scheme, port: secure ? 10_259 : 10_251, live: '/healthz' };
  }
}

/** What HAProxy asks an API server: /readyz where there is one. */
export function readyPath(version: string): string {
  const { ready, live } = healthOf(version, 'kube-apiserver');
  return ready ?? live;
}

/** apiVersion of AuthenticationConfiguration: v1 is served since 1.34. */
export function authenticationConfigApiVersion(version: string): string {
  const served = has(version, 'authentication configuration v1') ? 'v1' : 'v1beta1';
  return `apiserver.config.k8s.io/${served}`;
}

/** Whether KubeletConfiguration has `failCgroupV1`. */
export function knowsFailCgroupV1(version: string): boolean {
  return has(version, 'fail on cgroup v1');
}

/** Whether the kubelet takes `crashLoopBackOff.maxContainerRestartPeriod`. */
export function knowsRestartPeriod(version: string): boolean {
  return has(version, 'restart period');
}

/** Whether etcd checks corruption at start by a feature gate (3.6) instead of an experimental flag (3.5). */
export function etcdHasFeatureGates(etcdVersion: string): boolean {
  return isAtLeast(etcdVersion, '3.6');
}
