import { Buffer } from 'node:buffer';
import { both16, both32, number16, number32, recordDate, sectorSize, ucs2 } from './iso-fields.ts';
import { directoriesOf, type IsoNode, isoName } from './iso-tree.ts';
import { namedEntries, parentEntries, selfEntries } from './rock-ridge.ts';

/** One of the two views of the tree: ISO 9660 with Rock Ridge, or Joliet. */
export interface IsoView {
  /** The name as the view's records hold it; files carry a version in ISO 9660. */
  nameOf(node: IsoNode): Buffer;
  systemUse(node: IsoNode, as: 'self' | 'parent' | 'named'): Buffer;
  /** First sector and size in bytes of each directory in this view. */
  readonly places: Map<IsoNode, { sector: number; size: number }>;
}

/** The view that every reader of ISO 9660 has; the sector of `continuation` holds what the root cannot. */
export function primaryView(continuation: number): IsoView {
  return {
    nameOf: ({ name, bytes }) => {
      const plain = isoName(name);
      const versioned = plain.includes('.') ? `${plain};1` : `${plain}.;1`;
      return Buffer.from(bytes === undefined ? plain : versioned, 'latin1');
    },
    systemUse: (node, as) => {
      if (as === 'named') return namedEntries(node);
      return as === 'self' ? selfEntries(node, continuation) : parentEntries(node);
    },
    places: new Map(),
  };
}

/** The view of Windows, and of whoever does not know Rock Ridge. */
export function jolietView(): IsoView {
  return { nameOf: ({ name }) => ucs2(name), systemUse: () => Buffer.alloc(0), places: new Map() };
}

const self = Buffer.from([0]);
const parent = Buffer.from([1]);

/** One directory record (ECMA-119, 9.1). */
export function directoryRecord(view: IsoView, node: IsoNode, name: Buffer, use: Buffer): Buffer {
  const place = view.places.get(node);
  const sector = place?.sector ?? node.sector;
  const size = place?.size ?? node.bytes?.length ?? 0;
  const body = Buffer.concat([
    Buffer.alloc(1),
    both32(sector),
    both32(size),
    recordDate,
    Buffer.from([node.bytes === undefined ? 2 : 0, 0, 0]),
    both16(1),
    Buffer.from([name.length]),
    name,
    Buffer.alloc((name.length + 1) % 2),
    use,
  ]);
  const padding = (body.length + 1) % 2;
  return Buffer.concat([Buffer.from([body.length + 1 + padding]), body, Buffer.alloc(padding)]);
}

/** The records of a directory in whole sectors, none of them across a border (ECMA-119, 6.8.1.1). */
export function directoryBytes(view: IsoView, node: IsoNode): Buffer {
  const above = node.parent ?? node;
  const records = [
    directoryRecord(view, node, self, view.systemUse(node, 'self')),
    directoryRecord(view, above, parent, view.systemUse(above, 'parent')),
    ...node.children
      .map((child) => ({ child, name: view.nameOf(child) }))
      .sort((a, b) => Buffer.compare(a.name, b.name))
      .map(({ child, name }) => directoryRecord(view, child, name, view.systemUse(child, 'named'))),
  ];
  const parts: Buffer[] = [];
  let length = 0;
  for (const record of records) {
    const left = sectorSize - (length % sectorSize);
    const gap = record.length > left ? left : 0;
    parts.push(Buffer.alloc(gap), record);
    length += gap + record.length;
  }
  parts.push(Buffer.alloc((sectorSize - (length % sectorSize)) % sectorSize));
  return Buffer.concat(parts);
}

/** The path table: every directory with its place and its parent's number (ECMA-119, 9.4). */
export function pathTable(view: IsoView, root: IsoNode, order: 'little' | 'big'): Buffer {
  const directories = directoriesOf(root);
  return Buffer.concat(
    directories.flatMap((node) => {
      const name = node.parent === undefined ? self : view.nameOf(node);
      const number = node.parent === undefined ? 1 : directories.indexOf(node.parent) + 1;
      return [
        Buffer.from([name.length, 0]),
        number32(view.places.get(node)?.sector ?? 0, order),
        number16(number, order),
        name,
        Buffer.alloc(name.length % 2),
      ];
    }),
  );
}
