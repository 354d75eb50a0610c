import { Buffer } from 'node:buffer';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a file's content; text is UTF-8. */
export function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content;
}

/** How many bytes a file's content has. */
export function countContent(content: string | Uint8Array): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.length;
}

/** The text of a file's content, or nothing when the bytes are not UTF-8. */
export function toText(content: string | Uint8Array): string | undefined {
  if (typeof content === 'string') return content.isWellFormed() ? content : undefined;
  try {
    return decoder.decode(content);
  } catch {
    return undefined;
  }
}

/** Bytes in base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Whether two contents are the same bytes. */
export function sameContent(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  return Buffer.compare(toBytes(a), toBytes(b)) === 0;
}
