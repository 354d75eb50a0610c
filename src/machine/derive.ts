import { formatTmpfiles } from '../text/tmpfiles.ts';
import type { Machine, MachineFile, Origin } from './model.ts';

const tmpfilesPath = '/etc/tmpfiles.d/clusterseed.conf';

/**
 * The files that follow from the rest of a machine, the same for every format: its host name, who may use
 * sudo, and a tmpfiles.d file with the directories and symlinks (cloud-init can make neither, and what lies in
 * /run must be made anew at each boot).
 */
export function deriveFiles(
  machine: Pick<Machine, 'name' | 'directories' | 'symlinks' | 'users'>,
): MachineFile[] {
  const sudoers = machine.users.flatMap(({ name, sudo, from }) =>
    sudo === undefined
      ? []
      : [rootFile(`/etc/sudoers.d/90-clusterseed-${name}`, `${name} ${sudo}\n`, 0o440, from)],
  );
  return [
    rootFile('/etc/hostname', `${machine.name}\n`, 0o644, { component: 'hostname', path: [] }),
    ...sudoers,
    ...tmpfiles(machine),
  ];
}

function tmpfiles({ directories, symlinks }: Pick<Machine, 'directories' | 'symlinks'>) {
  const from = directories[0]?.from ?? symlinks[0]?.from;
  if (from === undefined) return [];
  const content = formatTmpfiles([
    ...directories.map((directory) => ({ kind: 'directory' as const, ...directory })),
    ...symlinks.map((symlink) => ({ kind: 'symlink' as const, ...symlink })),
  ]);
  return [rootFile(tmpfilesPath, content, 0o644, { component: 'directories', path: from.path })];
}

function rootFile(path: string, content: string, mode: number, from: Origin): MachineFile {
  return { path, content, mode, user: 'root', group: 'root', secrets: [], from };
}
