import { Buffer } from 'node:buffer';
import { both32, recordDate } from './iso-fields.ts';
import type { IsoNode } from './iso-tree.ts';

/**
 * System use entries of the Rock Ridge Interchange Protocol, version 1.09 (RRIP 1.09, SUSP 1.09), which the Linux
 * kernel prefers to Joliet: names as they are, files of root's that only root reads (0400), directories 0555.
 */
function entry(signature: string, ...data: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(data);
  return Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.from([body.length + 4, 1]), body]);
}

/** PX (mode, links, owner) and TF (time) of a node. */
function attributes(node: IsoNode): Buffer {
  const file = node.bytes !== undefined;
  const mode = file ? 0o100400 : 0o040555;
  const subfolders = node.children.filter(({ bytes }) => bytes === undefined).length;
  const links = file ? 1 : 2 + subfolders;
  const times = Buffer.concat([Buffer.from([0x0e]), recordDate, recordDate, recordDate]);
  return Buffer.concat([
    entry('PX', both32(mode), both32(links), both32(0), both32(0)),
    entry('TF', times),
  ]);
}

/** The entries of a named record: NM with the real name, and its attributes. */
export function namedEntries(node: IsoNode): Buffer {
  const name = Buffer.concat([Buffer.alloc(1), Buffer.from(node.name, 'latin1')]);
  return Buffer.concat([attributes(node), entry('NM', name)]);
}

/** The entries of a directory's own record; the root's says that Rock Ridge is there and where ER is. */
export function selfEntries(node: IsoNode, continuation: number): Buffer {
  if (node.parent !== undefined) return attributes(node);
  return Buffer.concat([
    entry('SP', Buffer.from([0xbe, 0xef, 0])),
    attributes(node),
    entry('CE', both32(continuation), both32(0), both32(extensionReference.length)),
  ]);
}

export { attributes as parentEntries };

const extensionTexts = [
  'RRIP_1991A',
  'THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS',
  'PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.',
];

/** ER: which extension is in use (RRIP 1.09, 4.3 gives the words). It does not fit into the root's record. */
export const extensionReference = entry(
  'ER',
  Buffer.from([...extensionTexts.map(({ length }) => length), 1]),
  Buffer.from(extensionTexts.join(''), 'latin1'),
);
