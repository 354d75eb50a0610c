import type { Cluster } from '../plan/cluster.ts';
import {
  containerRuntime,
  controlPlaneImages,
  coreDnsTag,
  imageRegistry,
  pauseTag,
} from '../plan/versions.ts';

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

/** Programs that hyperkube has in it. */
const inHyperkube: readonly ImageName[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
];

/**
 * The image of `name` as a manifest names it: the profile's own hyperkube, else the official one. With containerd a
 * mirror does not change the name, hosts.toml sends the pull there; Docker has mirrors for its own registry only
 * (docs.docker.com, dockerd), so for it the mirror is part of the name.
 */
export function placedImage(
  cluster: Pick<Cluster, 'version' | 'profile'>,
  name: ImageName,
): string {
  const { kubernetes, mirror } = cluster.profile;
  const own = inHyperkube.includes(name) ? kubernetes.image : undefined;
  const image = own ?? imageOf(cluster, name);
  if (mirror.images === undefined || containerRuntime(cluster.version) !== 'docker') return image;
  return `${mirror.images}/${image.slice(image.indexOf('/') + 1)}`;
}

/**
 * The image of `name` for this cluster, by its official name and an exact tag. Those of the hyperkube time are named
 * by architecture (cluster/images/hyperkube/Makefile and pkg/kubelet/dockershim of 1.7.2); we know amd64.
 */
export function imageOf(cluster: Pick<Cluster, 'version'>, name: ImageName): string {
  const registry = imageRegistry(cluster.version);
  const single = controlPlaneImages(cluster.version) === 'hyperkube';
  switch (name) {
    case 'pause':
      return `${registry}/pause${single ? '-amd64' : ''}:${pauseTag(cluster.version)}`;
    case 'coredns':
      return `registry.k8s.io/coredns/coredns:${coreDnsTag(cluster.version)}`;
    case 'flannel':
      return 'ghcr.io/flannel-io/flannel:v0.28.5';
    case 'flannel-cni-plugin':
      return 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1';
    case 'haproxy':
      return 'docker.io/library/haproxy:3.2.22-alpine';
    default:
      return `${registry}/${single ? 'hyperkube-amd64' : name}:v${cluster.version}`;
  }
}
