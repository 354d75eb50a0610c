import type { Machine, MachineDirectory, MachineFile, MachineSymlink } from '../machine/model.ts';
import { toBase64, toBytes } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import { toContents } from './data-url.ts';
import { orderFiles } from './file-order.ts';
import { ignitionNetworkFile } from './ignition-network.ts';
import { authorizedKeys, ignitionGroups, ignitionUsers } from './ignition-users.ts';
import { headersOf, type PartSource } from './part-source.ts';
import type { RenderOptions } from './render-options.ts';

export type IgnitionVersion = '3.3.0' | '3.4.0' | '3.5.0';

/**
 * The machine as an Ignition config of the given specification (coreos.github.io/ignition, "Configuration
 * v3.3.0"; nothing newer is used). Every file may replace one of the operating system. The network is a file
 * for whatever configures it there. Downloads and packages are the work of units.
 */
export function renderIgnition(
  machine: Machine,
  version: IgnitionVersion,
  options: RenderOptions = {},
): string {
  return formatIgnition(ignitionConfig(machine, version, options));
}

/** A config as people read it. */
export function formatIgnition(config: object): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** The config that `renderIgnition` writes. */
export function ignitionConfig(
  machine: Machine,
  version: IgnitionVersion,
  options: RenderOptions = {},
): object {
  const keys = authorizedKeys(machine);
  const files = [...machine.files, ...keys.files, ignitionNetworkFile(machine)];
  const config = {
    ignition: { version },
    passwd: {
      users: ignitionUsers(machine),
      groups: ignitionGroups(machine.users),
    },
    storage: {
      directories: [...machine.directories, ...keys.directories].map(formatDirectory),
      files: orderFiles(files).map((file) => formatFile(file, options)),
      links: machine.symlinks.map(formatLink),
    },
    systemd: { units: machine.units.map(formatUnit) },
  };
  return withoutEmpty(config);
}

/**
 * A small config whose only content is another one, compressed (`config.replace`): Ignition reads no gzip as a
 * whole, but this.
 */
export function wrapIgnition(config: object, version: IgnitionVersion): string {
  const source = `data:;base64,${toBase64(gzip(toBytes(JSON.stringify(config))))}`;
  const replace = { compression: 'gzip', source };
  return `${JSON.stringify({ ignition: { version, config: { replace } } })}\n`;
}

/**
 * A small config that fetches another one from `source` and takes it instead of itself: Ignition checks the hash,
 * and asks again for as long as the server cannot be reached or answers with 5xx (operator notes of Ignition).
 */
export function pointerConfig(source: PartSource, version: IgnitionVersion): object {
  const { url, sha256, ca } = source;
  const headers = headersOf(source);
  const replace = {
    source: url,
    verification: { hash: `sha256-${sha256}` },
    ...(headers.length === 0 ? {} : { httpHeaders: headers }),
  };
  const security =
    ca === undefined ? {} : { security: { tls: { certificateAuthorities: [toContents(ca, {})] } } };
  const ignition = { version, config: { replace }, ...security };
  return { ignition };
}

type Owned = Pick<MachineFile, 'path' | 'mode' | 'user' | 'group'>;

function formatNode({ path, mode, user, group }: Owned): object {
  return {
    path,
    ...(user === 'root' ? {} : { user: { name: user } }),
    ...(group === 'root' ? {} : { group: { name: group } }),
    mode,
  };
}

function formatFile(file: MachineFile, options: RenderOptions): object {
  return { ...formatNode(file), overwrite: true, contents: toContents(file.content, options) };
}

/** Set-id and sticky bits come with 3.4.0 only; systemd-tmpfiles sets them at boot. */
function formatDirectory(directory: MachineDirectory): object {
  return formatNode({ ...directory, mode: directory.mode & 0o777 });
}

function formatLink({ path, target }: MachineSymlink): object {
  return { path, target, hard: false, overwrite: true };
}

/**
 * A unit of ours that is not enabled needs a preset against it: Debian's default is to enable. A template is
 * never enabled by itself, and Ignition would ask systemd about it.
 */
function formatUnit({ name, content, dropIns, enabled }: Machine['units'][number]): object {
  const indifferent = enabled === false && (content === undefined || name.includes('@.'));
  const preset = indifferent ? {} : { enabled: enabled === true };
  return {
    name,
    ...(enabled === 'mask' ? { mask: true } : preset),
    ...(content === undefined ? {} : { contents: content }),
    ...(dropIns.length === 0
      ? {}
      : { dropins: dropIns.map((dropIn) => ({ name: dropIn.name, contents: dropIn.content })) }),
  };
}

/** Leaves out empty lists and what is empty without them. */
function withoutEmpty(config: Record<string, object>): object {
  const entries = Object.entries(config).flatMap(([key, value]): [string, object][] => {
    const kept = Object.entries(value).filter(
      ([, list]) => !Array.isArray(list) || list.length > 0,
    );
    return kept.length === 0 ? [] : [[key, Object.fromEntries(kept)]];
  });
  return Object.fromEntries(entries);
}
