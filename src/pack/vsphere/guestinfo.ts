import { load } from 'js-yaml';
import { toBase64, toBytes } from '../../text/bytes.ts';
import { gzip } from '../../text/gzip.ts';
import { toJson } from '../../text/json.ts';
import type { PackageMachine, PackageNode } from '../packager.ts';
import { isGzip } from '../platforms.ts';

/** A guestinfo key: its value lies in a file of the key's name; its encoding is another key beside it. */
export interface GuestinfoKey {
  readonly key: string;
  readonly encoding: 'base64' | 'gzip+base64';
}

/**
 * The keys that a format is read from: cloud-init's VMware source (guestinfo.metadata with the network in it, and
 * guestinfo.userdata), or Ignition's on VMware.
 */
export function guestinfoKeys({ format }: Pick<PackageMachine, 'format'>): GuestinfoKey[] {
  if (format === 'ignition') {
    return [{ key: 'guestinfo.ignition.config.data', encoding: 'gzip+base64' }];
  }
  return [
    { key: 'guestinfo.metadata', encoding: 'base64' },
    { key: 'guestinfo.userdata', encoding: 'gzip+base64' },
  ];
}

/** The value of a key, as it is put into the machine's settings. */
export function guestinfoValue(node: PackageNode, { key }: GuestinfoKey): string {
  if (key === 'guestinfo.metadata') return toBase64(toBytes(guestinfoMetadata(node)));
  return toBase64(compressed(node.document));
}

/** The document compressed, once: guestinfo holds 64 KiB and gzip+base64 is unpacked on the other side. */
export function compressed(document: Uint8Array): Uint8Array {
  return isGzip(document) ? document : gzip(document);
}

function guestinfoMetadata({ metaData, networkConfig }: PackageNode): string {
  return toJson({ ...(load(metaData) as object), network: load(networkConfig) });
}
