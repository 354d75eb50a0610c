import type { Cluster } from '../plan/cluster.ts';
import { coreDnsTag, imageRegistry, pauseTag } from '../plan/versions.ts';

/** Container images that we place in manifests or the runtime's configuration. */
export const imageNames = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'pause',
  'coredns',
  'flannel',
  'flannel-cni-plugin',
  'haproxy',
] as const;
export type ImageName = (typeof imageNames)[number];

/**
 * The image of `name` for this cluster, by its official name and an exact tag. A mirror does not change it:
 * containerd's hosts.toml sends the pull there.
 */
export function imageOf(cluster: Pick<Cluster, 'version'>, name: ImageName): string {
  switch (name) {
    case 'pause':
      return `${imageRegistry(cluster.version)}/pause:${pauseTag(cluster.version)}`;
    case 'coredns':
      return `registry.k8s.io/coredns/coredns:${coreDnsTag(cluster.version)}`;
    case 'flannel':
      return 'ghcr.io/flannel-io/flannel:v0.28.5';
    case 'flannel-cni-plugin':
      return 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1';
    case 'haproxy':
      return 'docker.io/library/haproxy:3.2.22-alpine';
    default:
      return `${imageRegistry(cluster.version)}/${name}:v${cluster.version}`;
  }
}
