import type { BootDocument } from './lab-node.ts';

/**
 * The kernel line for the lab's own images. Ignition runs when `ignition.firstboot` is on it; distributions
 * take the flag away once the first boot is complete, and so does the lab. A disk with images is mounted where
 * containerd keeps them (systemd-fstab-generator(8)).
 */
export function kernelLine(
  format: BootDocument['format'],
  firstBoot: boolean,
  hasImages = false,
): string {
  const words = ['root=LABEL=root', 'rw', 'console=ttyS0', 'net.ifnames=0', 'mitigations=off'];
  if (hasImages) words.push('systemd.mount-extra=LABEL=images:/var/lib/containerd:ext4');
  if (format === 'ignition') {
    words.push('selinux=0', 'ignition.platform.id=qemu');
    if (firstBoot) words.push('ignition.firstboot');
  }
  return words.join(' ');
}
