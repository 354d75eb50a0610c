import type { Path } from '../diagnostics/diagnostic.ts';

/** Who asked for an item: the component, and the profile line that led to it. */
export interface Origin {
  readonly component: string;
  readonly path: Path;
}

/** A secret that a file carries, for the placement table in manifest.json. */
export interface SecretUse {
  /** Stable name in the secrets store, for example `ca/etcd` or `certificate/kube-apiserver@icc-ctrl-1`. */
  readonly secret: string;
  /** One clause: why this node needs it. */
  readonly why: string;
}

/** A regular file. `mode` is the permission bits (0o600); `content` is text (UTF-8) or bytes. */
export interface MachineFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  readonly secrets: readonly SecretUse[];
  readonly from: Origin;
}

/** A directory that must exist with this mode and owner before anything starts. */
export interface MachineDirectory {
  readonly path: string;
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  readonly from: Origin;
}

/** A symbolic link from `path` to `target`. */
export interface MachineSymlink {
  readonly path: string;
  readonly target: string;
  readonly from: Origin;
}

/** A systemd unit: a whole unit (`content`), drop-ins for one that the OS brings, or both. */
export interface MachineUnit {
  readonly name: string;
  readonly content?: string;
  readonly dropIns: readonly { readonly name: string; readonly content: string }[];
  /** true: enabled at boot and started at first boot; false: left alone; 'mask': masked. */
  readonly enabled: boolean | 'mask';
  readonly from: Origin;
}

/** A login of a person or a system account. */
export interface MachineUser {
  readonly name: string;
  readonly system: boolean;
  readonly home?: string;
  readonly shell?: string;
  readonly groups: readonly string[];
  readonly sshKeys: readonly string[];
  readonly passwordHash?: string;
  /** sudo without a password (the line that sudoers gets after the user's name), when given. */
  readonly sudo?: string;
  readonly from: Origin;
}

/** How the fetcher puts a download in place. */
export type Placement =
  | { readonly kind: 'file'; readonly path: string; readonly mode: number }
  | {
      readonly kind: 'tar.gz';
      /** Directory that receives the members. */
      readonly directory: string;
      /** Member path in the archive → file name in `directory`, executable. */
      readonly members: Readonly<Record<string, string>>;
    };

/** One checked download at first boot: URLs are tried in turn, the SHA-256 (hex) decides. */
export interface Download {
  readonly name: string;
  readonly version: string;
  readonly urls: readonly string[];
  readonly sha256: string;
  readonly placement: Placement;
  readonly from: Origin;
}

/** A static route: packets for `to` (CIDR) go to `via`. */
export interface MachineRoute {
  readonly to: string;
  readonly via: string;
}

/** The node's one network interface, when the profile (not the platform) configures it. */
export interface MachineNetwork {
  /** MAC address to match, lower case; without it the first Ethernet interface is meant. */
  readonly mac?: string;
  readonly addressing: 'static' | 'dhcp';
  /** Address with prefix length, `10.240.0.10/24`; for dhcp the address that the platform will give. */
  readonly address: string;
  readonly gateway?: string;
  readonly nameservers: readonly string[];
  readonly searchDomains: readonly string[];
  readonly routes: readonly MachineRoute[];
}

/** Neutral description of one node. Knows nothing of cloud-init or Ignition. */
export interface Machine {
  readonly name: string;
  /** Name of the operating system, for people. */
  readonly os: string;
  readonly arch: 'amd64' | 'arm64';
  /** What configures the network there; decides which file an Ignition document carries. */
  readonly networkRenderer: 'netplan' | 'networkd' | 'network-manager';
  readonly network: MachineNetwork;
  readonly files: readonly MachineFile[];
  readonly directories: readonly MachineDirectory[];
  readonly symlinks: readonly MachineSymlink[];
  readonly units: readonly MachineUnit[];
  readonly users: readonly MachineUser[];
  readonly downloads: readonly Download[];
  /** Container images that the node will pull. */
  readonly images: readonly string[];
  /** Operating system packages that must be there (Debian and Ubuntu only). */
  readonly packages: readonly string[];
}

/** What a component adds to a machine. */
export type MachinePart = Partial<
  Pick<
    Machine,
    'files' | 'directories' | 'symlinks' | 'units' | 'users' | 'downloads' | 'images' | 'packages'
  >
>;
