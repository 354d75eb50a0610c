import type { Machine } from '../machine/model.ts';
import { toYaml } from '../text/yaml.ts';
import { bootCommand, runCommands } from './cloud-init-commands.ts';
import { writeFiles } from './cloud-init-files.ts';
import { cloudInitUsers } from './cloud-init-users.ts';
import { toNetworkConfig } from './network-config.ts';
import type { RenderOptions } from './render-options.ts';

/** The three documents of a cloud-init datasource such as NoCloud. */
export interface CloudInitDocuments {
  readonly userData: string;
  readonly metaData: string;
  readonly networkConfig: string;
}

/** The machine as the documents of a cloud-init datasource (cloud-init 22.4 and newer). */
export function renderCloudInit(machine: Machine): CloudInitDocuments {
  return { userData: renderUserData(machine), ...renderSeed(machine) };
}

/**
 * The machine as #cloud-config. Files lie in plain text where YAML can carry them, so that the document stays
 * legible and packs best as a whole. `bootcmd` and the end of `runcmd` make a power cut during the first boot
 * harmless (see `bootCommand`). Downloads and packages are the work of units.
 */
export function renderUserData(machine: Machine, options: RenderOptions = {}): string {
  return formatCloudConfig(machine, {
    write_files: writeFiles(machine, options),
    runcmd: runCommands(machine),
  });
}

/** A #cloud-config with the machine's identity and users, and what is to be written and run. */
export function formatCloudConfig(
  machine: Pick<Machine, 'name' | 'users'>,
  work: { readonly write_files: readonly object[]; readonly runcmd: readonly string[] },
): string {
  const config = {
    hostname: machine.name,
    preserve_hostname: false,
    manage_etc_hosts: false,
    users: cloudInitUsers(machine.users),
    bootcmd: [bootCommand()],
    ...work,
  };
  return `#cloud-config
${toYaml(config)}`;
}

/** What stands beside the user data: the instance's identity (stable, so that no rebuild starts it anew) and network. */
export function renderSeed(
  machine: Pick<Machine, 'name' | 'network'>,
): Omit<CloudInitDocuments, 'userData'> {
  return {
    metaData: toYaml({ 'instance-id': machine.name, 'local-hostname': machine.name }),
    networkConfig: toYaml(toNetworkConfig(machine.network)),
  };
}
