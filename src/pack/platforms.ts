import { gzip } from '../text/gzip.ts';

/**
 * How a platform counts a document: its bytes as they are; their base64 form; gzip and then base64; or the
 * characters of a text field, into which text goes as it is (UTF-8) and what is compressed in base64.
 */
export type Counting = 'raw' | 'base64' | 'gzip+base64' | 'characters';

/** How a document reaches a machine, in a word for packagers and documentation. */
export type Packaging =
  | 'user data'
  | 'guestinfo'
  | 'seed disk'
  | 'config drive'
  | 'HTTP'
  | 'Secret'
  | 'firmware or seed disk'
  | 'file';

/** What a platform accepts. Sizes in bytes; without a limit there is none that matters. */
export interface Platform {
  readonly counting: Counting;
  readonly limit?: number;
  readonly packaging: Packaging;
  /** Whether a cloud-init document may be compressed as a whole: the channel brings its bytes unchanged. */
  readonly gzip: boolean;
  /** Where the numbers come from. */
  readonly source: string;
}

export type PlatformName =
  | 'openstack'
  | 'vsphere'
  | 'aws'
  | 'azure'
  | 'gcp'
  | 'hetzner'
  | 'digitalocean'
  | 'cloudstack'
  | 'kubevirt'
  | 'pxe'
  | 'nocloud'
  | 'config-drive'
  | 'libvirt'
  | 'qemu'
  | 'plain';

export const platforms: Readonly<Record<PlatformName, Platform>> = {
  openstack: {
    counting: 'base64',
    limit: 65_535,
    packaging: 'user data',
    gzip: true,
    source: 'Nova’s API schema: user_data, maxLength 65535, in base64',
  },
  vsphere: {
    counting: 'gzip+base64',
    limit: 65_536,
    packaging: 'guestinfo',
    gzip: true,
    source: '64 KiB for one guestinfo value, after gzip+base64',
  },
  aws: {
    counting: 'raw',
    limit: 16_384,
    packaging: 'user data',
    gzip: true,
    source: 'EC2: 16 KB of user data before base64',
  },
  azure: {
    counting: 'base64',
    limit: 87_380,
    packaging: 'user data',
    gzip: true,
    source: 'customData: 87,380 characters of base64, which are 65,535 bytes',
  },
  gcp: {
    counting: 'characters',
    limit: 262_144,
    packaging: 'user data',
    gzip: true,
    source: '256 KB for one metadata value; compressed with user-data-encoding: base64',
  },
  hetzner: {
    counting: 'characters',
    limit: 32_768,
    packaging: 'user data',
    gzip: true,
    source: 'Hetzner Cloud’s API: 32 KiB; cloud-init decodes base64 there',
  },
  digitalocean: {
    counting: 'raw',
    limit: 65_536,
    packaging: 'user data',
    gzip: false,
    source: '64 KiB of text; base64 is not decoded, so nothing arrives compressed',
  },
  cloudstack: {
    counting: 'base64',
    limit: 32_768,
    packaging: 'user data',
    gzip: true,
    source: 'vm.userdata.max.length: 32768, in base64',
  },
  kubevirt: {
    counting: 'raw',
    limit: 1_048_576,
    packaging: 'Secret',
    gzip: true,
    source: 'a Secret’s 1 MiB, by secretRef; inline userData takes 2,048 bytes only',
  },
  pxe: { counting: 'raw', packaging: 'HTTP', gzip: true, source: 'a web server of yours' },
  nocloud: { counting: 'raw', packaging: 'seed disk', gzip: true, source: 'a disk' },
  'config-drive': { counting: 'raw', packaging: 'config drive', gzip: true, source: 'a disk' },
  libvirt: {
    counting: 'raw',
    packaging: 'firmware or seed disk',
    gzip: true,
    source: 'fw_cfg for Ignition, a disk for cloud-init',
  },
  qemu: {
    counting: 'raw',
    packaging: 'firmware or seed disk',
    gzip: true,
    source: 'fw_cfg for Ignition, a disk for cloud-init',
  },
  plain: { counting: 'raw', packaging: 'file', gzip: true, source: 'attached by you' },
};

/** The size of a document as the platform counts it. */
export function countBytes(bytes: Uint8Array, counting: Counting): number {
  switch (counting) {
    case 'raw':
      return bytes.length;
    case 'base64':
      return base64Length(bytes.length);
    case 'gzip+base64':
      return base64Length((isGzip(bytes) ? bytes : gzip(bytes)).length);
    case 'characters':
      return isGzip(bytes) ? base64Length(bytes.length) : bytes.length;
  }
}

function base64Length(length: number): number {
  return 4 * Math.ceil(length / 3);
}

/** Whether these are gzip’s first bytes (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
