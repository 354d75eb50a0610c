import type { GuestImage } from '../guest-image.ts';
import type { NoCloudSeed } from '../seed.ts';

/** The boot document of a node, byte for byte as it ships. */
export type BootDocument =
  | ({ readonly format: 'cloud-init' } & NoCloudSeed)
  /** A seed disk as `package` wrote it. */
  | { readonly format: 'cloud-init'; readonly seedDisk: Uint8Array }
  | { readonly format: 'ignition'; readonly config: Uint8Array };

/** One VM of a lab. */
export interface LabNode {
  readonly name: string;
  /** The node's own addresses, with or without a prefix length; the first is the one that is dialled. */
  readonly addresses: readonly string[];
  readonly document: BootDocument;
  /** Drawn from the node's place in the list when left out. */
  readonly mac?: string;
  readonly memoryMiB?: number;
  readonly cpus?: number;
  readonly image: GuestImage;
  /** A raw disk of container images that the VM gets a copy of. */
  readonly images?: string;
}

/** QEMU's own range of MAC addresses, numbered through. */
export function macOfNode(node: LabNode, index: number): string {
  const number = (index + 1).toString(16).padStart(4, '0');
  return node.mac ?? `52:54:00:c5:${number.slice(0, 2)}:${number.slice(2)}`;
}
