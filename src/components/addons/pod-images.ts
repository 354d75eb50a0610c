import { imageOf, placedImage } from '../../artifacts/images.ts';
import type { Cluster } from '../../plan/cluster.ts';

/** Images that every node with pods may have to pull for our addons, and the sandbox image. Manifests of the profile's own are not looked into. */
export function podImages(cluster: Pick<Cluster, 'version' | 'profile'>): string[] {
  const { addons, network } = cluster.profile;
  return [
    placedImage(cluster, 'pause'),
    ...(addons.includes('kube-proxy') ? [placedImage(cluster, 'kube-proxy')] : []),
    ...(addons.includes('coredns') ? [imageOf(cluster, 'coredns')] : []),
    ...(network.plugin === 'flannel'
      ? [imageOf(cluster, 'flannel'), imageOf(cluster, 'flannel-cni-plugin')]
      : []),
  ];
}
