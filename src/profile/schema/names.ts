/** Operating systems that a machine may run. */
export const operatingSystemNames = [
  'debian-12',
  'debian-13',
  'ubuntu-22.04',
  'ubuntu-24.04',
  'flatcar',
  'fedora-coreos',
] as const;
export type OperatingSystemName = (typeof operatingSystemNames)[number];

export const architectures = ['amd64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

export const roleNames = ['etcd', 'controller', 'worker', 'frontend'] as const;
export type RoleName = (typeof roleNames)[number];

export const formatNames = ['cloud-init', 'ignition'] as const;
export type FormatName = (typeof formatNames)[number];

export const platformNames = [
  'openstack',
  'vsphere',
  'pxe',
  'nocloud',
  'plain',
  'aws',
  'azure',
  'gcp',
  'hetzner',
  'digitalocean',
  'cloudstack',
  'kubevirt',
  'config-drive',
  'libvirt',
  'qemu',
] as const;
export type PlatformName = (typeof platformNames)[number];

/** inline: the document holds everything; split: a small one fetches the rest. */
export const deliveryNames = ['inline', 'split'] as const;
export type DeliveryName = (typeof deliveryNames)[number];

export const keyAlgorithms = [
  'ecdsa-p256',
  'ecdsa-p384',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** Minor versions of Kubernetes whose flags and files are known: the version tables have them. */
export const knownMinors = ['1.7', '1.33', '1.34', '1.35', '1.36', '1.37'] as const;

/** The current lines: real programs of them have started from what we emit. */
export const currentMinors = [
  '1.33',
  '1.34',
  '1.35',
  '1.36',
  '1.37',
] as const satisfies readonly (typeof knownMinors)[number][];

/** Those that a profile may ask for; 1.7 is held against its sources and tables only. */
export const supportedMinors = knownMinors;
