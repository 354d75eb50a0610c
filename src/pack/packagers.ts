import { configDrive } from './config-drive.ts';
import { kubeVirt } from './kubevirt.ts';
import { libvirt } from './libvirt.ts';
import { noCloud } from './nocloud.ts';
import { openStack } from './openstack/openstack.ts';
import type { Packager } from './packager.ts';
import type { PlatformName } from './platforms.ts';
import { matchbox } from './pxe/matchbox.ts';
import { pxe } from './pxe/pxe.ts';
import { qemu } from './qemu.ts';
import { vsphere } from './vsphere/vsphere.ts';

interface NamedPackager {
  /** Whose limits count. */
  readonly platform: PlatformName;
  readonly packager: Packager;
  /** Whether its documents cannot be attached as they are, so that every build packages them. */
  readonly always: boolean;
}

/** What `package --for` knows, by name. */
export const packagers = {
  openstack: { platform: 'openstack', packager: openStack, always: false },
  vsphere: { platform: 'vsphere', packager: vsphere, always: true },
  pxe: { platform: 'pxe', packager: pxe, always: false },
  matchbox: { platform: 'pxe', packager: matchbox, always: false },
  nocloud: { platform: 'nocloud', packager: noCloud, always: true },
  'config-drive': { platform: 'config-drive', packager: configDrive, always: true },
  libvirt: { platform: 'libvirt', packager: libvirt, always: true },
  qemu: { platform: 'qemu', packager: qemu, always: true },
  kubevirt: { platform: 'kubevirt', packager: kubeVirt, always: true },
} as const satisfies Readonly<Record<string, NamedPackager>>;

export type PackageName = keyof typeof packagers;

export const packageNames = Object.keys(packagers) as readonly PackageName[];

/** The packager of that name. */
export function packagerOf(name: PackageName): NamedPackager {
  return packagers[name];
}

/** Other words that people have for them. */
const otherNames: Readonly<Record<string, PackageName>> = {
  vmware: 'vsphere',
  esxi: 'vsphere',
  kvm: 'libvirt',
  ipxe: 'pxe',
  pxelinux: 'pxe',
  grub: 'pxe',
  configdrive: 'config-drive',
  cidata: 'nocloud',
  seed: 'nocloud',
  iso: 'nocloud',
};

/** The packager that is meant by a word, in any case, or nothing. */
export function findPackage(word: string): PackageName | undefined {
  const lower = word.toLowerCase();
  return packageNames.find((name) => name === lower) ?? otherNames[lower];
}
