import { parseAddress } from '../../net/address.ts';
import { documentFile } from '../document-file.ts';
import { noCloudFiles } from '../nocloud.ts';
import type { PackageFile, PackageMachine, PackageNode, Packager } from '../packager.ts';
import { bootPlan } from './boot-images.ts';
import { grubConfig, ipxeEntry, ipxeScript, pxelinuxConfig } from './loaders.ts';

/**
 * A tree for a web server: each machine's document, and what iPXE, PXELINUX and GRUB look for, by MAC address, or by
 * IP address when the profile tells no MAC address. PXELINUX and GRUB speak no https and are left out there.
 */
export const pxe: Packager = {
  formats: ['ignition', 'cloud-init'],
  needsUrl: true,
  packNode: (node, { url, kernelArgs = '' }) => {
    const plan = bootPlan(
      node,
      { images: `${url}/images`, seed: `${url}/${node.name}` },
      kernelArgs,
    );
    const { ipxe, pxelinux, grub } = loaderFiles(node);
    const scripts = {
      [ipxe]: ipxeScript(plan),
      ...(url.startsWith('https:')
        ? {}
        : { [pxelinux]: pxelinuxConfig(node.name, plan), [grub]: grubConfig(node.name, plan) }),
    };
    return [
      ...seedFiles(node),
      ...Object.entries(scripts).map(
        ([path, content]): PackageFile => ({ path, content, kind: 'public' }),
      ),
    ];
  },
  packCluster: () => [{ path: 'boot.ipxe', content: ipxeEntry, kind: 'public' }],
};

/** The document as it is fetched: Ignition's config, or the folder of cloud-init's NoCloud source. */
export function seedFiles(node: PackageNode): PackageFile[] {
  if (node.format === 'ignition') {
    return [{ path: documentFile(node), content: node.document, kind: 'secret' }];
  }
  return noCloudFiles(node).map(({ path, bytes }) => ({
    path: `${node.name}/${path}`,
    content: bytes,
    kind: path === 'user-data' ? 'secret' : 'public',
  }));
}

/**
 * Where each loader looks: PXELINUX (SYSLINUX, "PXELINUX") and GRUB (grub_net_search_config_file) for the hardware
 * type and MAC address, then for the IP address in upper-case hex.
 */
function loaderFiles({ network, address }: PackageMachine) {
  const { mac } = network;
  if (mac === undefined) {
    const { value, family } = parseAddress(address);
    const hex = value
      .toString(16)
      .toUpperCase()
      .padStart(family === 4 ? 8 : 32, '0');
    return {
      ipxe: `ipxe/ip-${address}.ipxe`,
      pxelinux: `pxelinux.cfg/${hex}`,
      grub: `grub/grub.cfg-${hex}`,
    };
  }
  const dashes = mac.replaceAll(':', '-');
  return {
    ipxe: `ipxe/mac-${dashes}.ipxe`,
    pxelinux: `pxelinux.cfg/01-${dashes}`,
    grub: `grub/grub.cfg-01-${dashes}`,
  };
}
