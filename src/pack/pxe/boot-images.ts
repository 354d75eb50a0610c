import type { PackageMachine } from '../packager.ts';

/** How an operating system is started over the network: files below `images/<os>-<arch>/`, and kernel arguments. */
interface BootImage {
  readonly kernel: string;
  readonly initrd: string;
  /** `base` is the address of the folder with the files. */
  arguments(base: string): readonly string[];
}

/** The image is on the disk; without `ip=`, cloud-init asks DHCP itself. */
const onDisk = (root: string): BootImage => ({
  kernel: 'vmlinuz',
  initrd: 'initrd',
  arguments: () => [`root=${root}`, 'ro'],
});

const images: Readonly<Record<string, BootImage>> = {
  ubuntu: onDisk('LABEL=cloudimg-rootfs'),
  debian: onDisk('/dev/sda1'),
  /** Flatcar's documentation, "Booting Flatcar via iPXE". */
  flatcar: {
    kernel: 'flatcar_production_pxe.vmlinuz',
    initrd: 'flatcar_production_pxe_image.cpio.gz',
    arguments: () => ['flatcar.first_boot=1'],
  },
  /** Fedora CoreOS' documentation, "Live-booting via iPXE". */
  'fedora-coreos': {
    kernel: 'fedora-coreos-live-kernel',
    initrd: 'fedora-coreos-live-initramfs.img',
    arguments: (base) => [
      `coreos.live.rootfs_url=${base}/fedora-coreos-live-rootfs.img`,
      'ignition.firstboot',
      'ignition.platform.id=metal',
    ],
  },
};

/** What a machine boots over the network; addresses are absolute. */
export interface BootPlan {
  readonly kernel: string;
  readonly initrd: string;
  readonly arguments: readonly string[];
}

/**
 * Kernel, initrd and arguments of a machine: its system's own, where its document is (`seed`, the folder's address),
 * and the person's. cloud-init wants `nocloud-net` (before 23.4, `nocloud` reads no URL; later both are the same) and a
 * slash at the seed's end; Ignition wants the config's address.
 */
export function bootPlan(
  { os, arch, format }: PackageMachine,
  address: { readonly images: string; readonly seed: string },
  kernelArgs: string,
): BootPlan {
  const base = `${address.images}/${os}-${arch}`;
  const image = images[os] ?? images[os.replace(/-[\d.]+$/, '')];
  if (image === undefined) throw new TypeError(`${os} has no network boot`);
  const source =
    format === 'ignition'
      ? `ignition.config.url=${address.seed}/config.ign`
      : `ds=nocloud-net;s=${address.seed}/`;
  const own = kernelArgs.split(' ').filter((word) => word !== '');
  const overruled = own.some((word) => word.startsWith('root='));
  const system = image.arguments(base).filter((word) => !overruled || !word.startsWith('root='));
  return {
    kernel: `${base}/${image.kernel}`,
    initrd: `${base}/${image.initrd}`,
    arguments: [`initrd=${image.initrd}`, ...system, source, ...own],
  };
}
