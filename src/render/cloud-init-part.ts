import type { Machine, MachineFile, MachineUnit } from '../machine/model.ts';
import { toBase64, toBytes, toText } from '../text/bytes.ts';
import { toJson } from '../text/json.ts';
import { quoteShellCommand } from '../text/shell-quote.ts';
import { formatUnit } from '../text/systemd-unit.ts';
import { formatCloudConfig } from './cloud-init.ts';
import { placedCommands, placedMarker, startCommands } from './cloud-init-commands.ts';
import { formatMode, placedFiles, writeFiles } from './cloud-init-files.ts';
import { partFetcher } from './part-fetcher.ts';
import { partPaths } from './part-paths.ts';
import { headersOf, type PartSource } from './part-source.ts';
import type { RenderOptions } from './render-options.ts';

/** Files that the small document keeps: a person who logs in to see why the part does not come may use sudo. */
const keptBelow = '/etc/sudoers.d/';

/**
 * The second part of a split cloud-init document as JSON: every file and unit of the machine, and the commands
 * that end an inline document. `part-fetcher` puts them in place. Users, host name and network are not in it.
 */
export function renderPart(machine: Machine): string {
  const files = machine.files.filter(({ path }) => !path.startsWith(keptBelow));
  return toJson({
    version: 1,
    node: machine.name,
    files: placedFiles({ ...machine, files }).map(({ path, content, mode, user, group }) => {
      const text = toText(content);
      return {
        path,
        mode: formatMode(mode),
        user,
        group,
        ...(text === undefined ? { base64: toBase64(toBytes(content)) } : { text }),
      };
    }),
    commands: [...startCommands(machine), ...placedCommands],
  });
}

/**
 * The small document: identity, users, sudo rules, and a unit that fetches the part from `source` for as long as
 * it takes. The unit runs at every boot until the part is in place.
 */
export function renderSplitUserData(
  machine: Machine,
  source: PartSource,
  options: RenderOptions = {},
): string {
  const kept = machine.files.filter(({ path }) => path.startsWith(keptBelow));
  const small = {
    ...machine,
    files: [...kept, ...fetcherFiles(machine, source)],
    units: [fetcherUnit],
  };
  const commands = [
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'enable', partPaths.unit],
    ['systemctl', '--no-block', 'start', partPaths.unit],
  ];
  return formatCloudConfig(machine, {
    write_files: writeFiles(small, options),
    runcmd: commands.map(quoteShellCommand),
  });
}

function fetcherFiles(machine: Machine, source: PartSource): MachineFile[] {
  const { url, sha256, size, ca } = source;
  const settings = {
    node: machine.name,
    url,
    sha256,
    size,
    headers: Object.fromEntries(headersOf(source).map(({ name, value }) => [name, value])),
    ...(ca === undefined ? {} : { ca: partPaths.ca }),
  };
  return [
    ownFile(partPaths.script, partFetcher, 0o755),
    ownFile(partPaths.settings, toJson(settings), 0o600),
    ...(ca === undefined ? [] : [ownFile(partPaths.ca, ca, 0o644)]),
  ];
}

function ownFile(path: string, content: string, mode: number): MachineFile {
  const from = { component: 'part', path: [] };
  return { path, content, mode, user: 'root', group: 'root', secrets: [], from };
}

/** Fetches the part at every boot until it is in place; nothing waits for it. */
export const fetcherUnit: MachineUnit = {
  name: partPaths.unit,
  content: formatUnit([
    {
      name: 'Unit',
      entries: [
        ['Description', 'Fetch the second part of the boot document of this node'],
        ['Wants', 'network-online.target'],
        ['After', 'network-online.target'],
        ['ConditionPathExists', `!${placedMarker}`],
        ['StartLimitIntervalSec', 0],
      ],
    },
    {
      name: 'Service',
      entries: [
        [
          'ExecStart',
          [
            '/usr/bin/python3',
            partPaths.script,
            partPaths.settings,
            partPaths.kept,
            '/dev/console',
            '60',
          ],
        ],
        ['Restart', 'on-failure'],
        ['RestartSec', 10],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ]),
  dropIns: [],
  enabled: true,
  from: { component: 'part', path: [] },
};
