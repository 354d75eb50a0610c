import { Buffer } from 'node:buffer';
import {
  directoryBytes,
  directoryRecord,
  type IsoView,
  jolietView,
  pathTable,
  primaryView,
} from './iso-directory.ts';
import { sectorSize, sectorsFor } from './iso-fields.ts';
import { directoriesOf, type IsoFile, type IsoNode, treeOf } from './iso-tree.ts';
import { extensionReference } from './rock-ridge.ts';
import { terminator, volumeDescriptor } from './volume-descriptor.ts';

/** First sector after the system area and the three volume descriptors. */
const firstTable = 19;

/**
 * A disk image with these files: ISO 9660 (level 2) with Rock Ridge and Joliet, labelled `volumeId`. Same files,
 * same bytes, whatever the order: one fixed date, owner root. For a few small files: names of a-z, 0-9, dot, dash
 * and underscore, up to 27 characters. Throws a TypeError on others.
 */
export function writeIso(volumeId: string, files: readonly IsoFile[]): Uint8Array {
  if (!/^[a-z0-9_-]{1,16}$/.test(volumeId)) throw new TypeError(`${volumeId} is no volume id`);
  const root = treeOf([...files].sort((a, b) => (a.path < b.path ? -1 : 1)));
  const tableSectors = sectorsFor(pathTable(jolietView(), root, 'big').length);
  const continuation = firstTable + 4 * tableSectors;
  const views = [primaryView(continuation), jolietView()] as const;
  const directories = directoriesOf(root);
  let next = continuation + 1;
  for (const view of views) next = placeDirectories(view, directories, next);
  const contents = directories.flatMap(({ children }) => children).filter(hasBytes);
  for (const file of contents) {
    file.sector = next;
    next += sectorsFor(file.bytes.length);
  }
  return assemble({ volumeId, root, directories, contents, views, tableSectors, sectors: next });
}

type Content = IsoNode & { readonly bytes: Uint8Array };

function hasBytes(node: IsoNode): node is Content {
  return node.bytes !== undefined;
}

/** Gives each directory its sectors in this view; its size does not depend on where anything lies. */
function placeDirectories(view: IsoView, directories: readonly IsoNode[], first: number): number {
  let next = first;
  for (const node of directories) {
    const size = directoryBytes(view, node).length;
    view.places.set(node, { sector: next, size });
    next += sectorsFor(size);
  }
  return next;
}

interface Layout {
  readonly volumeId: string;
  readonly root: IsoNode;
  readonly directories: readonly IsoNode[];
  readonly contents: readonly Content[];
  readonly views: readonly [IsoView, IsoView];
  readonly tableSectors: number;
  readonly sectors: number;
}

function assemble(layout: Layout): Uint8Array {
  const { volumeId, root, directories, contents, views, tableSectors, sectors } = layout;
  const image = Buffer.alloc(sectors * sectorSize);
  const put = (sector: number, bytes: Uint8Array) => image.set(bytes, sector * sectorSize);
  for (const [index, view] of views.entries()) {
    const littleTable = firstTable + 2 * index * tableSectors;
    const bigTable = littleTable + tableSectors;
    const little = pathTable(view, root, 'little');
    const facts = {
      volumeId,
      sectors,
      pathTableSize: little.length,
      littleTable,
      bigTable,
      root: directoryRecord(view, root, Buffer.from([0]), Buffer.alloc(0)),
    };
    put(16 + index, volumeDescriptor(index === 0 ? 'primary' : 'joliet', facts));
    put(littleTable, little);
    put(bigTable, pathTable(view, root, 'big'));
    for (const node of directories) {
      put(view.places.get(node)?.sector ?? 0, directoryBytes(view, node));
    }
  }
  put(18, terminator());
  put(firstTable + 4 * tableSectors, extensionReference);
  for (const { sector, bytes } of contents) put(sector, bytes);
  return image;
}
