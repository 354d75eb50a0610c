import type { Cluster } from '../plan/cluster.ts';
import { minorOf } from '../plan/versions.ts';
import type { ArtifactName } from './catalogue.ts';

/**
 * Default versions, the newest with a pinned checksum that fit Kubernetes 1.34 to 1.36: containerd 2.3 is the
 * long-term release (containerd RELEASES.md), runc and the CNI plugins are as its own release tests use them.
 */
const defaults = { containerd: '2.3.4', runc: '1.4.3', cniPlugins: '1.9.1' } as const;

/** The version of an artifact that the cluster uses: the profile's, else the one that goes with its Kubernetes. */
export function artifactVersion(
  cluster: Pick<Cluster, 'version' | 'etcdVersion' | 'profile'>,
  name: ArtifactName,
): string {
  const { versions } = cluster.profile;
  switch (name) {
    case 'kubelet':
    case 'kubectl':
    case 'kubernetes-node':
      return cluster.version;
    case 'etcd':
      return cluster.etcdVersion;
    case 'containerd':
      return versions.containerd ?? defaults.containerd;
    case 'runc':
      return versions.runc ?? defaults.runc;
    case 'cni-plugins':
      return versions.cniPlugins ?? defaults.cniPlugins;
    case 'crictl':
      return versions.crictl ?? `${minorOf(cluster.version)}.0`;
  }
}
