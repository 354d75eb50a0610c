import { toBytes } from '../text/bytes.ts';
import { writeIso } from './iso/write-iso.ts';
import type { PackageNode, Packager } from './packager.ts';

/** The files of cloud-init's NoCloud source: in a seed disk, or under a URL. */
export function noCloudFiles({ document, metaData, networkConfig }: PackageNode) {
  return [
    { path: 'user-data', bytes: document },
    { path: 'meta-data', bytes: toBytes(metaData) },
    { path: 'network-config', bytes: toBytes(networkConfig) },
  ];
}

/** A disk image with the label by which cloud-init's NoCloud source finds it. */
export function seedIso(node: PackageNode): Uint8Array {
  return writeIso('cidata', noCloudFiles(node));
}

/** `<node>/seed.iso`: attached as a CD or disk, and nothing else is needed. */
export const noCloud: Packager = {
  formats: ['cloud-init'],
  packNode: (node) => [{ path: `${node.name}/seed.iso`, content: seedIso(node), kind: 'secret' }],
  packCluster: () => [],
};
