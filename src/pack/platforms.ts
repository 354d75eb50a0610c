import { toBase64 } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';

/** How a platform counts a document: as it is, in base64, or compressed and then in base64. */
export type Counting = 'raw' | 'base64' | 'gzip+base64';

/** What a platform accepts. Sizes in bytes. */
export interface Platform {
  readonly counting: Counting;
  readonly limit?: number;
}

export type PlatformName = 'openstack' | 'vsphere' | 'pxe' | 'nocloud' | 'plain';

/**
 * Sources: Nova's API schema (`user_data`, maxLength 65535 of the base64 form); vSphere's guestinfo takes
 * 64 KiB per value, documents go in as gzip+base64. A seed disk, a web server and a file have no limit that
 * matters.
 */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  openstack: { counting: 'base64', limit: 65_535 },
  vsphere: { counting: 'gzip+base64', limit: 65_536 },
  pxe: { counting: 'raw' },
  nocloud: { counting: 'raw' },
  plain: { counting: 'raw' },
};

/** The size of a document as the platform counts it. */
export function countBytes(bytes: Uint8Array, counting: Counting): number {
  switch (counting) {
    case 'raw':
      return bytes.length;
    case 'base64':
      return base64Length(bytes.length);
    case 'gzip+base64':
      return toBase64(isGzip(bytes) ? bytes : gzip(bytes)).length;
  }
}

function base64Length(length: number): number {
  return 4 * Math.ceil(length / 3);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
