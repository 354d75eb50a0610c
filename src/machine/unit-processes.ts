import { splitExec } from '../text/split-exec.ts';
import type { Machine } from './model.ts';
import { type Mount, type Process, readFlags } from './process.ts';
import { type UnitFacts, valuesOf, wordsOf } from './units.ts';

/** What systemd makes read-only by ProtectSystem= (systemd.exec(5)). */
const protectedBy: Readonly<Record<string, readonly string[]>> = {
  true: ['/usr', '/boot', '/efi'],
  yes: ['/usr', '/boot', '/efi'],
  full: ['/usr', '/boot', '/efi', '/etc'],
  strict: ['/'],
};

/** The program that a service of the machine stays with, one for each ExecStart. */
export function unitProcesses(
  units: readonly UnitFacts[],
  machine: Pick<Machine, 'users' | 'packages'>,
): Process[] {
  return units.flatMap((facts) => {
    const commands = valuesOf(facts, 'Service', 'ExecStart');
    const own = commands.map((line) => toProcess(facts, splitExec(line), machine));
    const packaged = commands.length === 0 ? packagedCommand(facts, machine) : undefined;
    return packaged === undefined ? own : [toProcess(facts, packaged, machine)];
  });
}

/** What the package’s own unit runs where ours is a drop-in only (Debian, haproxy.service). */
function packagedCommand(
  { unit }: UnitFacts,
  { packages }: Pick<Machine, 'packages'>,
): string[] | undefined {
  const isHaproxy = unit.name === 'haproxy.service' && packages.includes('haproxy');
  return isHaproxy ? ['/usr/sbin/haproxy', '-f', '/etc/haproxy/haproxy.cfg'] : undefined;
}

function toProcess(
  facts: UnitFacts,
  command: readonly string[],
  { users }: Pick<Machine, 'users'>,
): Process {
  const [user = 'root'] = valuesOf(facts, 'Service', 'User').slice(-1);
  const [group = user] = valuesOf(facts, 'Service', 'Group').slice(-1);
  const account = users.find(({ name }) => name === user);
  const [protect = ''] = valuesOf(facts, 'Service', 'ProtectSystem').slice(-1);
  const writable = wordsOf(facts, 'Service', 'ReadWritePaths');
  const shared = {
    name: facts.unit.name,
    user,
    groups: [
      group,
      ...(account?.groups ?? []),
      ...wordsOf(facts, 'Service', 'SupplementaryGroups'),
    ],
    sealed: (protectedBy[protect] ?? []).filter((path) => !writable.includes(path)),
    from: facts.unit.from,
  };
  const inner = containerCommand(command);
  const [program = '', ...args] = inner?.command ?? command;
  return {
    ...shared,
    program: program.slice(program.lastIndexOf('/') + 1),
    args,
    flags: readFlags(args),
    mayAll: user === 'root' && inner?.dropsAll !== true,
    ...(inner === undefined ? {} : { mounts: inner.mounts }),
  };
}

interface Container {
  readonly command: readonly string[];
  readonly mounts: readonly Mount[];
  readonly dropsAll: boolean;
}

/** What runs inside of `docker run` or `podman run`, whose options are all `--name=value` or `--name`. */
function containerCommand([program = '', verb, ...words]: readonly string[]):
  | Container
  | undefined {
  if (!/\/(docker|podman)$/.test(program) || verb !== 'run') return undefined;
  const image = words.findIndex((word) => !word.startsWith('-'));
  if (image < 0) return undefined;
  const options = words.slice(0, image);
  const mounts = options.flatMap((option) => {
    const [, text] = /^(?:--volume|-v)=(.*)$/.exec(option) ?? [];
    const [hostPath = '', mountPath = hostPath, mode = ''] = text?.split(':') ?? [];
    const readOnly = mode.split(',').includes('ro');
    return text === undefined ? [] : [{ hostPath, mountPath, type: '', readOnly }];
  });
  return { command: words.slice(image + 1), mounts, dropsAll: options.includes('--cap-drop=ALL') };
}
