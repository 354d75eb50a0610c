import type { Machine, MachineUser } from '../machine/model.ts';
import { networkChange } from './node-network.ts';

/** What neither placing files nor restarting brings about on a running node, a sentence each. */
export function handWork(before: Machine, after: Machine, files: readonly string[]): string[] {
  const kept = new Set(after.files.map(({ path }) => path));
  const gone = files.filter((path) => !kept.has(path));
  const fewer = files.filter((path) => linesLost(path, before, after));
  return [
    ...userWork(before, after),
    ...(networkChange(before, after) === 'routes'
      ? ['set the routes that changed: ip route replace, as the network configuration has them']
      : []),
    ...registration(before, after),
    ...(files.includes('/etc/tmpfiles.d/clusterseed.conf') ? ['systemd-tmpfiles --create'] : []),
    ...gone.filter(isAddon).map((path) => `kubectl delete what the former ${path} had applied`),
    ...gone.filter((path) => !isAddon(path)).map((path) => `rm ${path}`),
    ...(fewer.some((path) => path.startsWith('/etc/sysctl.d/'))
      ? ['kernel settings that went keep their value until they are set back or the node reboots']
      : []),
    ...(fewer.some((path) => path.startsWith('/etc/modules-load.d/'))
      ? ['kernel modules that went stay loaded until the node reboots']
      : []),
  ];
}

function isAddon(path: string): boolean {
  return path.startsWith('/etc/kubernetes/addons/');
}

function linesLost(path: string, before: Machine, after: Machine): boolean {
  const [old = [], now = []] = [before, after].map(({ files }) =>
    String(files.find((file) => file.path === path)?.content ?? '').split('\n'),
  );
  const names = new Set(now.map(nameIn));
  return old.some((line) => !names.has(nameIn(line)));
}

function nameIn(line: string): string {
  return line.split(' = ')[0] ?? line;
}

function userWork(before: Machine, after: Machine): string[] {
  const known = new Map(before.users.map((user) => [user.name, user]));
  const wanted = new Set(after.users.map(({ name }) => name));
  return [
    ...after.users.flatMap((user) => {
      const old = known.get(user.name);
      if (old === undefined) return [`add the user ${user.name}: useradd, and its SSH keys`];
      const aspects = changedAspects(old, user);
      return aspects.length === 0 ? [] : [`change ${aspects.join(', ')} of the user ${user.name}`];
    }),
    ...[...known.keys()]
      .filter((name) => !wanted.has(name))
      .map((name) => `remove the user ${name}: userdel`),
  ];
}

function changedAspects(old: MachineUser, now: MachineUser): string[] {
  const aspects = {
    'the SSH keys (~/.ssh/authorized_keys)': [old.sshKeys, now.sshKeys],
    'the password (usermod -p)': [old.passwordHash, now.passwordHash],
    'the groups (usermod -G)': [old.groups, now.groups],
    'the shell (usermod -s)': [old.shell, now.shell],
    'the home directory (usermod -d)': [old.home, now.home],
  };
  return Object.entries(aspects)
    .filter(([, [first, second]]) => JSON.stringify(first) !== JSON.stringify(second))
    .map(([name]) => name);
}

/** A kubelet gives its node labels and taints when it registers it, not later (k8s.io/kubernetes, kubelet_node_status.go). */
function registration(before: Machine, after: Machine): string[] {
  const labels = (machine: Machine) =>
    /--node-labels=(\S+)/.exec(unitText(machine, 'kubelet.service'))?.[1] ?? '';
  const taints = (machine: Machine) =>
    /^registerWithTaints:\n(?:[ -].*\n)*/m.exec(
      fileText(machine, '/etc/kubernetes/kubelet.yaml'),
    )?.[0];
  return [
    ...(isRegistered(before, after) && labels(before) !== labels(after)
      ? [
          `kubectl label --overwrite node ${after.name} …: a kubelet labels its node only when it registers it`,
        ]
      : []),
    ...(isRegistered(before, after) && taints(before) !== taints(after)
      ? [
          `kubectl taint --overwrite node ${after.name} …: a kubelet taints its node only when it registers it`,
        ]
      : []),
  ];
}

function isRegistered(...machines: readonly Machine[]): boolean {
  return machines.every(({ units }) => units.some(({ name }) => name === 'kubelet.service'));
}

function unitText({ units }: Machine, name: string): string {
  return units.find((unit) => unit.name === name)?.content ?? '';
}

function fileText({ files }: Machine, path: string): string {
  return String(files.find((file) => file.path === path)?.content ?? '');
}
