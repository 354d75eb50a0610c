import { downloadOf } from '../artifacts/download.ts';
import type { Download, Origin } from '../machine/model.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { programRelease } from '../plan/versions.ts';

/**
 * How `program` comes to the node: by itself, or out of the archive that has a checksum. The kubelet's download of
 * that archive brings kubectl with it where a controller needs it, so kubectl's is none.
 */
export function programDownload(
  cluster: Cluster,
  node: ClusterNode,
  program: 'kubelet' | 'kubectl',
  from: Origin,
): Download[] {
  const { binDir: directory } = operatingSystem(node.os);
  if (programRelease(cluster.version) === 'single programs') {
    const placement = { kind: 'file', path: `${directory}/${program}`, mode: 0o755 } as const;
    return [downloadOf(cluster, node, program, placement, from)];
  }
  if (program === 'kubectl') return [];
  const wanted = node.roles.includes('controller') ? ['kubectl', 'kubelet'] : ['kubelet'];
  const members = Object.fromEntries(wanted.map((name) => [`kubernetes/node/bin/${name}`, name]));
  const placement = { kind: 'tar.gz', directory, members } as const;
  return [downloadOf(cluster, node, 'kubernetes-node', placement, from)];
}
