import { join } from 'node:path';
import {
  assembleMachine,
  bundleNode,
  type Cluster,
  createCollector,
  type Secrets,
} from '../index.ts';
import { makeFolder } from './make-folder.ts';
import { writeWhole } from './write-whole.ts';

/** What was built, and where to. */
export interface BundleSource {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  /** `out/<cluster>`. */
  readonly directory: string;
}

/**
 * Writes `apply/<node>.sh` (0600) for each of the nodes, all when none is named, and returns their paths. The build
 * that they follow has reported what there is to report.
 */
export function writeBundles(
  { cluster, secrets, directory }: BundleSource,
  nodes: readonly string[],
): string[] {
  const folder = join(directory, 'apply');
  makeFolder(folder, 0o700);
  const wanted = cluster.nodes.filter(({ name }) => nodes.length === 0 || nodes.includes(name));
  return wanted.map((node) => {
    const machine = assembleMachine(cluster, node, secrets, createCollector());
    const path = join(folder, `${node.name}.sh`);
    writeWhole(path, new TextEncoder().encode(bundleNode({ node, machine })), { mode: 0o600 });
    return path;
  });
}
