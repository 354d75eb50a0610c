import type { Machine } from '../machine/model.ts';
import { quoteShellCommand } from '../text/shell-quote.ts';

/** Says that the first boot has put everything in place; written after the last command. */
export const placedMarker = '/var/lib/clusterseed/placed';

/**
 * Runs at every boot before write_files; does nothing once the marker stands. cloud-init marks a module as done before
 * it runs (cloudinit/helpers.py, FileSemaphores): when the power went away during the first boot, all of them are made
 * to run once more. What it wrote for the network stage is new on the disk, and ext4 leaves such a file empty when the
 * power goes away within half a minute; cloud-init does not write it again for the same instance, and the machine would
 * never have an address. Then cloud-init forgets the instance, and the next boot is a first one.
 */
export function bootCommand(): string {
  const forget = 'rm -f /var/lib/cloud/instance/sem/*';
  const anew = `find ${networkFolders} -name '*cloud-init*' -empty -exec cloud-init clean -r ';'`;
  return `test -e ${placedMarker} || { sync; ${forget}; ${anew}; :; }`;
}

/** Where cloud-init's renderers write (cloudinit/net: netplan, eni, networkd). */
const networkFolders = '/etc/n*/ /etc/systemd/n*/';

/** What cloud-init runs last, a shell line each. */
export function runCommands(machine: Machine): string[] {
  return [...startCommands(machine), ...placedCommands].map(quoteShellCommand);
}

/** Says on disk that all is in place, after all of it is on disk. */
export const placedCommands: readonly string[][] = [
  ['sync'],
  ['install', '-D', '/dev/null', placedMarker],
  ['sync'],
];

/**
 * What brings placed files to life, a command each: it tells systemd what has changed and starts the units without
 * waiting for them. Units of the operating system that we change are restarted, as they may run with their old
 * settings. Those are enabled one by one, so that one that a package has yet to bring keeps no other back.
 */
export function startCommands(machine: Machine): string[][] {
  const enabled = machine.units.filter((unit) => unit.enabled === true);
  const masked = machine.units.filter((unit) => unit.enabled === 'mask').map(({ name }) => name);
  const own = enabled.filter((unit) => unit.content !== undefined).map(({ name }) => name);
  const changed = enabled.filter((unit) => unit.content === undefined).map(({ name }) => name);
  const queue = ['systemctl', '--no-block'];
  return [
    ['systemd-tmpfiles', '--create'],
    ['systemctl', 'daemon-reload'],
    ...reloadSettings(machine),
    ...ifAny(['systemctl', 'mask'], masked),
    ...ifAny([...queue, 'stop'], masked),
    ...ifAny(['systemctl', 'enable'], own),
    ...changed.map((name) => ['systemctl', 'enable', name]),
    ...ifAny([...queue, 'restart'], changed),
    ...ifAny([...queue, 'start'], own),
  ];
}

/** Kernel modules before kernel settings: some settings exist only with their module. */
function reloadSettings({ files }: Machine): string[][] {
  const services = [
    ['/etc/modules-load.d/', 'systemd-modules-load.service'],
    ['/etc/sysctl.d/', 'systemd-sysctl.service'],
  ] as const;
  return services.flatMap(([directory, service]) =>
    files.some((file) => file.path.startsWith(directory))
      ? [['systemctl', 'restart', service]]
      : [],
  );
}

function ifAny(command: readonly string[], names: readonly string[]): string[][] {
  return names.length === 0 ? [] : [[...command, ...names]];
}
