import type { Architecture } from '../profile/schema/names.ts';

/** What first boot downloads. */
export const artifactNames = [
  'kubelet',
  'kubectl',
  'etcd',
  'containerd',
  'runc',
  'cni-plugins',
  'crictl',
  'kubernetes-node',
] as const;
export type ArtifactName = (typeof artifactNames)[number];

interface Release {
  /** Where the project publishes the version, without a slash at the end. */
  readonly folder: (version: string, arch: Architecture) => string;
  /** The name of the file there; a mirror keeps it. */
  readonly file: (version: string, arch: Architecture) => string;
}

const kubernetesProgram = (name: string): Release => ({
  folder: (version, arch) => `https://dl.k8s.io/release/v${version}/bin/linux/${arch}`,
  file: () => name,
});

const gitHub = (repository: string, file: Release['file']): Release => ({
  folder: (version) => `https://github.com/${repository}/releases/download/v${version}`,
  file,
});

/**
 * How each project names its release files. Sources: kubernetes.io/releases/download, the CHANGELOG of 1.7, and the release pages of
 * etcd-io/etcd, containerd/containerd, opencontainers/runc, containernetworking/plugins and kubernetes-sigs/cri-tools.
 */
export const releases: Readonly<Record<ArtifactName, Release>> = {
  kubelet: kubernetesProgram('kubelet'),
  kubectl: kubernetesProgram('kubectl'),
  etcd: gitHub('etcd-io/etcd', (version, arch) => `etcd-v${version}-linux-${arch}.tar.gz`),
  containerd: gitHub(
    'containerd/containerd',
    (version, arch) => `containerd-${version}-linux-${arch}.tar.gz`,
  ),
  runc: gitHub('opencontainers/runc', (_, arch) => `runc.${arch}`),
  'cni-plugins': gitHub(
    'containernetworking/plugins',
    (version, arch) => `cni-plugins-linux-${arch}-v${version}.tgz`,
  ),
  crictl: gitHub(
    'kubernetes-sigs/cri-tools',
    (version, arch) => `crictl-v${version}-linux-${arch}.tar.gz`,
  ),
  // kubelet, kube-proxy and kubectl (build/lib/release.sh, package_node_tarballs).
  'kubernetes-node': {
    folder: (version) => `https://dl.k8s.io/v${version}`,
    file: (_, arch) => `kubernetes-node-linux-${arch}.tar.gz`,
  },
};
