import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { controlPlaneRole, knowsFailCgroupV1, knowsRestartPeriod } from '../../plan/versions.ts';
import { overlayObjects } from '../overlay-objects.ts';
import { tlsCipherSuites, tlsMinVersion } from '../tls-policy.ts';
import { kubeletPaths } from './paths.ts';

/**
 * KubeletConfiguration (kubelet.config.k8s.io/v1beta1), hardened after the CIS benchmark, section 4.2, with the
 * profile's fields laid over it. The serving pair is ours: the kubelet asks only for its client certificate.
 */
export function kubeletConfiguration(cluster: Cluster, node: ClusterNode): Record<string, unknown> {
  const { resolvConf, family } = operatingSystem(node.os);
  const readOnlyUsr = family === 'flatcar' || family === 'fedora-coreos';
  const taints = registrationTaints(cluster, node);
  const ours = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    staticPodPath: kubeletPaths.manifests,
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    cgroupDriver: 'systemd',
    clusterDNS: [cluster.dnsServiceAddress],
    clusterDomain: cluster.profile.network.domain,
    resolvConf,
    ...(taints.length > 0 ? { registerWithTaints: taints } : {}),
    ...(readOnlyUsr ? { volumePluginDir: '/var/lib/kubelet/volumeplugins' } : {}),
    ...access,
    ...limits,
    ...(knowsFailCgroupV1(cluster.version) ? { failCgroupV1: true } : {}),
    ...(knowsRestartPeriod(cluster.version) ? { crashLoopBackOff } : {}),
  };
  return overlayObjects(ours, node.kubeletConfig);
}

/**
 * An API server without etcd ends after some 20 seconds. With the default back-off of up to five minutes a control
 * plane whose etcd comes up late would start minutes after it.
 */
const crashLoopBackOff = { maxContainerRestartPeriod: '30s' };

const access = {
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: kubeletPaths.ca },
  },
  authorization: { mode: 'Webhook' },
  readOnlyPort: 0,
  rotateCertificates: true,
  serverTLSBootstrap: false,
  tlsCertFile: `${kubeletPaths.serving}.crt`,
  tlsPrivateKeyFile: `${kubeletPaths.serving}.key`,
  tlsMinVersion,
  tlsCipherSuites,
};

const limits = {
  protectKernelDefaults: true,
  failSwapOn: true,
  seccompDefault: true,
  podPidsLimit: 4096,
  eventRecordQPS: 50,
  shutdownGracePeriod: '30s',
  shutdownGracePeriodCriticalPods: '10s',
};

/** A taint that the kubelet gives its node when it joins. */
interface RegistrationTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A controller keeps other pods away unless it is a worker too; the profile's taints follow. */
export function registrationTaints(
  { version }: Pick<Cluster, 'version'>,
  node: ClusterNode,
): RegistrationTaint[] {
  const dedicated = node.roles.includes('controller') && !node.roles.includes('worker');
  const key = `node-role.kubernetes.io/${controlPlaneRole(version)}`;
  const own = dedicated ? [{ key, effect: 'NoSchedule' }] : [];
  const others = node.taints
    .filter(({ key, effect }) => !own.some((taint) => taint.key === key && taint.effect === effect))
    .map(({ key, value, effect }) => ({ key, ...(value === '' ? {} : { value }), effect }));
  return [...own, ...others];
}
