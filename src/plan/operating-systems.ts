import type { FormatName, OperatingSystemName } from '../profile/schema/names.ts';

/**
 * What the compiler knows of one operating system's cloud image. All of them run systemd-resolved and the
 * unified cgroup hierarchy, which kubelet 1.35 demands.
 */
export interface OperatingSystem {
  readonly family: 'debian' | 'ubuntu' | 'flatcar' | 'fedora-coreos';
  /** Where downloaded programs go; /usr is read-only on Flatcar and Fedora CoreOS. */
  readonly binDir: string;
  readonly packageManager: 'apt' | 'none';
  readonly networkRenderer: 'netplan' | 'networkd' | 'network-manager';
  /** resolv.conf with the real name servers, for pods. */
  readonly resolvConf: string;
  readonly timeSync: 'systemd-timesyncd' | 'chrony';
  /** Whether the image brings its own containerd and runc (which we leave off and do not use). */
  readonly shipsContainerd: boolean;
  /**
   * Whether it can be taken back to what Kubernetes of the Docker time needs: a package docker.io, and a systemd that
   * brings the cgroup v1 hierarchies up when GRUB's kernel line says so (systemd(1); from 256 on it takes more, NEWS).
   */
  readonly legacyHost: boolean;
  /** The format that its first boot reads without anything added. */
  readonly format: FormatName;
}

/** systemd-resolved's list of upstream servers (systemd-resolved.service(8), section /etc/resolv.conf). */
const resolvConf = '/run/systemd/resolve/resolv.conf';

/** Debian since 12 and Ubuntu: netplan over systemd-networkd, systemd-resolved, systemd-timesyncd. */
const debianLike = {
  binDir: '/usr/local/bin',
  packageManager: 'apt',
  networkRenderer: 'netplan',
  resolvConf,
  timeSync: 'systemd-timesyncd',
  shipsContainerd: false,
  legacyHost: true,
  format: 'cloud-init',
} as const;

const operatingSystems: Readonly<Record<OperatingSystemName, OperatingSystem>> = {
  'debian-12': { ...debianLike, family: 'debian' },
  'debian-13': { ...debianLike, family: 'debian', legacyHost: false },
  'ubuntu-22.04': { ...debianLike, family: 'ubuntu' },
  'ubuntu-24.04': { ...debianLike, family: 'ubuntu' },
  flatcar: {
    family: 'flatcar',
    binDir: '/opt/bin',
    packageManager: 'none',
    networkRenderer: 'networkd',
    resolvConf,
    timeSync: 'systemd-timesyncd',
    shipsContainerd: true,
    legacyHost: false,
    format: 'ignition',
  },
  'fedora-coreos': {
    family: 'fedora-coreos',
    binDir: '/opt/bin',
    packageManager: 'none',
    networkRenderer: 'network-manager',
    resolvConf,
    timeSync: 'chrony',
    shipsContainerd: true,
    legacyHost: false,
    format: 'ignition',
  },
};

/** The facts of one operating system. */
export function operatingSystem(name: OperatingSystemName): OperatingSystem {
  return operatingSystems[name];
}
