import { placedImage } from '../../artifacts/images.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { has } from '../../plan/versions.ts';
import type { FlagSet } from '../flags/format-flags.ts';
import { registrationTaints } from './configuration.ts';
import { kubeletPaths } from './paths.ts';

/** The driver of the cgroup v1 hierarchies that Docker and the kubelet of its time both have by default. */
export const dockerCgroupDriver = 'cgroupfs';

/**
 * What the configuration file says in versions that have one, and what the runtime's configuration says where the
 * runtime is Docker, as flags (cmd/kubelet/app/options of 1.7.2). The open ports and the open access that this kubelet
 * has by default are closed (CIS 4.2).
 */
export function configurationFlags(cluster: Cluster, node: ClusterNode): FlagSet {
  const taints = registrationTaints(cluster, node);
  const rotates = has(cluster.version, 'certificate rotation');
  return {
    'pod-manifest-path': kubeletPaths.manifests,
    'allow-privileged': true,
    'cluster-dns': cluster.dnsServiceAddress,
    'cluster-domain': cluster.profile.network.domain,
    'resolv-conf': operatingSystem(node.os).resolvConf,
    'register-with-taints':
      taints.length === 0
        ? undefined
        : taints.map(({ key, value = '', effect }) => `${key}=${value}:${effect}`),
    ...runtimeFlags(cluster),
    ...access,
    'protect-kernel-defaults': true,
    'experimental-fail-swap-on': true,
    'serialize-image-pulls': false,
    'feature-gates': rotates ? undefined : { RotateKubeletClientCertificate: true },
  };
}

function runtimeFlags(cluster: Cluster): FlagSet {
  return {
    'container-runtime': 'docker',
    'cgroup-driver': dockerCgroupDriver,
    'pod-infra-container-image': placedImage(cluster, 'pause'),
    'network-plugin': 'cni',
    'cni-conf-dir': '/etc/cni/net.d',
    'cni-bin-dir': '/opt/cni/bin',
  };
}

const access: FlagSet = {
  'tls-cert-file': `${kubeletPaths.serving}.crt`,
  'tls-private-key-file': `${kubeletPaths.serving}.key`,
  'client-ca-file': kubeletPaths.ca,
  'anonymous-auth': false,
  'authentication-token-webhook': true,
  'authorization-mode': 'Webhook',
  'read-only-port': 0,
  'cadvisor-port': 0,
};
