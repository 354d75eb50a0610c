import { documentFile } from './document-file.ts';
import { noCloud } from './nocloud.ts';
import type { Packager } from './packager.ts';

/** For QEMU by hand: a seed disk for cloud-init; Ignition's config as it is, for -fw_cfg name=opt/com.coreos/config. */
export const qemu: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node, context) =>
    node.format === 'ignition'
      ? [{ path: documentFile(node), content: node.document, kind: 'secret' }]
      : noCloud.packNode(node, context),
  packCluster: () => [],
};
