import { Buffer } from 'node:buffer';

/** Bytes of a logical block. */
export const sectorSize = 2048;

/**
 * 1980-01-01 00:00:00 UTC, of everything in every image: the clock has no say. As in directory records
 * (ECMA-119, 9.1.5: years since 1900) and as in volume descriptors (8.4.26.1: digits).
 */
export const recordDate = Buffer.from([80, 1, 1, 0, 0, 0, 0]);
export const volumeDate = Buffer.concat([
  Buffer.from('1980010100000000', 'latin1'),
  Buffer.alloc(1),
]);

/** The sectors that `size` bytes take. */
export function sectorsFor(size: number): number {
  return Math.ceil(size / sectorSize);
}

/** 16 bits in both byte orders (ECMA-119, 7.2.3). */
export function both16(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt16LE(value, 0);
  buffer.writeUInt16BE(value, 2);
  return buffer;
}

/** 32 bits in both byte orders (ECMA-119, 7.3.3). */
export function both32(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32LE(value, 0);
  buffer.writeUInt32BE(value, 4);
  return buffer;
}

/** 32 bits, least or most significant byte first. */
export function number32(value: number, order: 'little' | 'big'): Buffer {
  const buffer = Buffer.alloc(4);
  if (order === 'little') buffer.writeUInt32LE(value);
  else buffer.writeUInt32BE(value);
  return buffer;
}

/** 16 bits, least or most significant byte first. */
export function number16(value: number, order: 'little' | 'big'): Buffer {
  const buffer = Buffer.alloc(2);
  if (order === 'little') buffer.writeUInt16LE(value);
  else buffer.writeUInt16BE(value);
  return buffer;
}

/** Text in the 16-bit big-endian characters of Joliet. */
export function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Text in ASCII, filled up with spaces to `length` bytes. */
export function padded(text: string, length: number): Buffer {
  return Buffer.from(text.padEnd(length), 'latin1');
}

/** Text in Joliet's characters, filled up with spaces to `length` bytes. */
export function paddedUcs2(text: string, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  ucs2(text.padEnd(Math.floor(length / 2))).copy(buffer);
  return buffer;
}
