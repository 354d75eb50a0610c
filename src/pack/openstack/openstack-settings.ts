import { type ShellSetting, settingSuffix } from '../../text/shell-settings.ts';
import type { PackageMachine } from '../packager.ts';

/** What only the person knows of the OpenStack project; each with the machines' values that it is for. */
export interface OpenStackSettings {
  readonly images: readonly string[];
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
}

/** The distinct systems, groups and networks of the machines, sorted. */
export function openStackSettings(machines: readonly PackageMachine[]): OpenStackSettings {
  const distinct = (of: (machine: PackageMachine) => string) => [
    ...new Set(machines.map(of).sort()),
  ];
  return {
    images: distinct(({ os, arch }) => imageKey({ os, arch })),
    groups: distinct(({ group }) => group),
    subnets: distinct(({ subnet }) => subnet),
  };
}

/** Which image a machine boots: `ubuntu-24.04 amd64`. */
export function imageKey({ os, arch }: Pick<PackageMachine, 'os' | 'arch'>): string {
  return `${os} ${arch}`;
}

/** Variables of the script: IMAGE, FLAVOR and NETWORK for all, or one for each system, group and network. */
export function shellSettings({ images, groups, subnets }: OpenStackSettings): ShellSetting[] {
  const each = (name: string, meaning: string, keys: readonly string[]) =>
    keys.map((key) => ({
      name: `${name}_${settingSuffix(key)}`,
      meaning: `${meaning} ${key}, or ${name} for all`,
      fallback: name,
    }));
  return [
    ...each('IMAGE', 'image of', images),
    ...each('FLAVOR', 'flavor of', groups),
    ...each('NETWORK', 'network with', subnets),
    { name: 'CLIENTS', meaning: 'network that may use the API, 0.0.0.0/0 for everybody' },
  ];
}

/** The same as a word that a shell reads: `"$IMAGE_UBUNTU_24_04_AMD64"`. */
export function shellVariable(name: string, key: string): string {
  return `"$${name}_${settingSuffix(key)}"`;
}
