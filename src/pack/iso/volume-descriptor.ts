import { Buffer } from 'node:buffer';
import {
  both16,
  both32,
  number32,
  padded,
  paddedUcs2,
  sectorSize,
  volumeDate,
} from './iso-fields.ts';

/** What a volume descriptor says of its view of the image; places are sector numbers. */
export interface VolumeFacts {
  readonly volumeId: string;
  readonly sectors: number;
  readonly pathTableSize: number;
  readonly littleTable: number;
  readonly bigTable: number;
  /** The root directory's own record. */
  readonly root: Buffer;
}

/** Primary (ISO 9660) or supplementary (Joliet) volume descriptor, one sector (ECMA-119, 8.4 and 8.5). */
export function volumeDescriptor(kind: 'primary' | 'joliet', facts: VolumeFacts): Buffer {
  const joliet = kind === 'joliet';
  const text = joliet ? paddedUcs2 : padded;
  const never = Buffer.concat([Buffer.from('0'.repeat(16), 'latin1'), Buffer.alloc(1)]);
  const parts = [
    header(joliet ? 2 : 1),
    Buffer.alloc(1),
    text('LINUX', 32),
    text(facts.volumeId, 32),
    Buffer.alloc(8),
    both32(facts.sectors),
    Buffer.from(joliet ? '%/E' : '', 'latin1'),
    Buffer.alloc(joliet ? 29 : 32),
    both16(1),
    both16(1),
    both16(sectorSize),
    both32(facts.pathTableSize),
    number32(facts.littleTable, 'little'),
    number32(0, 'little'),
    number32(facts.bigTable, 'big'),
    number32(0, 'big'),
    facts.root,
    text('', 128),
    text('', 128),
    text('', 128),
    text('CLUSTERSEED', 128),
    text('', 37),
    text('', 37),
    text('', 37),
    volumeDate,
    volumeDate,
    never,
    never,
    Buffer.from([1]),
  ];
  const sector = Buffer.alloc(sectorSize);
  Buffer.concat(parts).copy(sector);
  return sector;
}

/** The end of the list of volume descriptors. */
export function terminator(): Buffer {
  const sector = Buffer.alloc(sectorSize);
  header(255).copy(sector);
  return sector;
}

function header(type: number): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from('CD001', 'latin1'), Buffer.from([1])]);
}
