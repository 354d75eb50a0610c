import { createHash } from 'node:crypto';
import type {
  Download,
  MachineFile,
  MachinePart,
  MachineUnit,
  MachineUser,
  Origin,
} from '../machine/model.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { type Component, originOf } from './component.ts';

/** What the profile itself asks for on this machine: users, files, units, packages. */
export const userItems: Component = {
  name: 'profile',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('profile', node);
    return {
      users: node.users.map((user) => toUser(user, from)),
      files: node.files
        .filter(({ url }) => url === undefined)
        .map((file) => toFile(file, cluster, from)),
      downloads: node.files.flatMap((file) => toDownloads(file, from)),
      units: node.units.map((unit) => toUnit(unit, from)),
      packages: operatingSystem(node.os).packageManager === 'apt' ? node.packages : [],
    };
  },
};

function toUser(user: ClusterNode['users'][number], from: Origin): MachineUser {
  return {
    name: user.name,
    system: false,
    shell: user.shell,
    groups: user.groups,
    sshKeys: user.sshKeys,
    ...(user.passwordHash === undefined ? {} : { passwordHash: user.passwordHash }),
    ...(user.sudo === undefined ? {} : { sudo: user.sudo }),
    from,
  };
}

function toFile(
  file: ClusterNode['files'][number],
  { sources }: Pick<Cluster, 'sources'>,
  from: Origin,
): MachineFile {
  const [user = 'root', group = user] = file.owner.split(':');
  const content = file.content ?? sources.get(file.source ?? '') ?? '';
  const mode = Number.parseInt(file.mode, 8);
  return { path: file.path, content, mode, user, group, secrets: [], from };
}

/** A file with a URL is fetched like a program; its name in the plan is unique by its path. */
function toDownloads(
  { path, url, sha256 = '', mode }: ClusterNode['files'][number],
  from: Origin,
): Download[] {
  if (url === undefined) return [];
  const word = path.slice(path.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9._-]/g, '-');
  const name = `${word}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  const placement = { kind: 'file', path, mode: Number.parseInt(mode, 8) } as const;
  return [{ name, version: sha256.slice(0, 12), urls: [url], sha256, placement, from }];
}

function toUnit(unit: ClusterNode['units'][number], from: Origin): MachineUnit {
  const { name, content, dropIns, enabled } = unit;
  return { name, ...(content === undefined ? {} : { content }), dropIns, enabled, from };
}
