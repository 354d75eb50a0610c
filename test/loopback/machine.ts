import { join } from 'node:path';
import { expect } from 'vitest';
import { assembleMachine } from '../../src/compile.ts';
import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Machine } from '../../src/machine/model.ts';
import {
  type ClusterFixture,
  clusterFixture,
  iccProfile,
  nodeNamed,
  type ProfileSource,
} from '../fixtures/cluster.ts';
import { execArguments } from '../fixtures/flags.ts';
import type { StaticPod } from '../fixtures/static-pod.ts';
import type { Sandbox } from './sandbox.ts';

/** The one machine that has every role of the control plane, and a worker beside it. */
export const serverName = 'loop-1';
export const serverAddress = '10.240.0.10';
export const workerName = 'loop-2';

const machines = `machines:
  - { name: ${serverName}, roles: [etcd, controller, frontend], address: ${serverAddress}/24 }
  - { name: ${workerName}, roles: [worker], address: 10.240.0.20/24 }
`;

/** What is run: the ICC cluster's own Kubernetes and etcd, or those that scripts/versions asks for. */
const { CLUSTERSEED_KUBERNETES: version, CLUSTERSEED_ETCD: etcdVersion } = process.env;

const etcd = etcdVersion === undefined ? '' : `etcd: { version: ${etcdVersion} }\n`;

/** The profile of the ICC cluster with all its settings, on these two machines. */
export function loopbackProfile(): ProfileSource {
  return iccProfile(loopbackMachines);
}

/** That cluster; certificates from now on. */
export function loopbackFixture(): Promise<ClusterFixture> {
  return clusterFixture(loopbackProfile(), new Date());
}

/** The text of a profile with these machines, and the asked for versions, instead of its own. */
export function loopbackMachines(text: string): string {
  const small = text.replace(/^machines:\n.*/ms, () => `${etcd}${machines}`);
  return version === undefined ? small : small.replace(/^( +version:) \S+$/m, `$1 ${version}`);
}

/** Compiles the machine `name`. */
export function compileMachine({ cluster, secrets }: ClusterFixture, name: string): Machine {
  const diagnostics = createCollector();
  const machine = assembleMachine(cluster, nodeNamed(cluster, name), secrets, diagnostics);
  expect(diagnostics.all.filter(({ severity }) => severity === 'error')).toEqual([]);
  return machine;
}

/** Gives the sandbox the machine's files and programs, and its address on `device`. */
export async function installMachine(
  sandbox: Sandbox,
  machine: Machine,
  programs: ReadonlyMap<string, string>,
  device = 'lo',
): Promise<void> {
  const place = join(import.meta.dirname, 'place-machine.ts');
  await succeed(sandbox, [process.execPath, place], JSON.stringify(machine));
  const [address = ''] = machine.network.address.split('/');
  const mask = device === 'lo' ? '' : '/24';
  await succeed(sandbox, ['ip', 'address', 'add', `${address}${mask}`, 'dev', device]);
  const images = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
  const paths = [
    ...machine.downloads.flatMap(({ placement }) =>
      placement.kind === 'file'
        ? [placement.path]
        : Object.values(placement.members).map((name) => `${placement.directory}/${name}`),
    ),
    ...images.map((name) => `/usr/local/bin/${name}`),
  ];
  for (const path of paths) {
    const program = programs.get(path.split('/').at(-1) ?? '');
    if (program !== undefined)
      await succeed(sandbox, ['sh', '-euc', bindProgram, 'sh', program, path]);
  }
}

const bindProgram = `
mkdir -p "\${2%/*}"
: >"$2"
mount --bind "$1" "$2"
`;

/** Runs a command that must succeed, and returns its output. */
export async function succeed(
  sandbox: Sandbox,
  command: readonly string[],
  input?: string,
): Promise<string> {
  const { code, stdout, stderr } = await sandbox.run(command, input);
  if (code !== 0)
    throw new Error(`${command.slice(0, 6).join(' ')} … ended with ${code}: ${stderr}`);
  return stdout;
}

/** The command of a unit's `ExecStart=`, as the user that the unit names. */
export function unitCommand(machine: Machine, name: string): string[] {
  const unit = machine.units.find((candidate) => candidate.name === name)?.content ?? '';
  const user = /^User=(.*)$/m.exec(unit)?.[1];
  const command = execArguments(unit);
  if (command.length === 0) throw new Error(`${name} has no command`);
  return user === undefined
    ? command
    : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', ...command];
}

/**
 * The command of a static pod, in a root that has the programs of the host, what a pod's kubelet adds, and of /etc
 * and /var the pod's own mounts and nothing else; all of it read-only but for what the pod mounts writable, and
 * without any capability but those that the pod keeps.
 */
export function podCommand({ spec }: StaticPod): string[] {
  const [container] = spec.containers;
  const mounts = container.volumeMounts.map(({ name, mountPath, readOnly }) => {
    const source = spec.volumes.find((volume) => volume.name === name)?.hostPath;
    return `${readOnly ? 'ro' : 'rw'} ${source?.type} ${source?.path} ${mountPath}\n`;
  });
  return [
    'unshare',
    '--mount',
    'sh',
    '-euc',
    enterPod,
    'sh',
    mounts.join(''),
    ...container.command,
  ];
}

const enterPod = `
mounts=$1
shift
root=$(mktemp -d)
mount -t tmpfs tmpfs "$root"
for place in usr bin sbin lib lib64 dev proc; do
  [ -e "/$place" ] || continue
  mkdir -p "$root/$place"
  mount --rbind "/$place" "$root/$place"
done
mkdir -p "$root/etc"
cp /etc/hosts /etc/nsswitch.conf "$root/etc/"
printf '%s' "$mounts" | while read -r access type source target; do
  case $type in
    File) test -f "$source" && mkdir -p "$root\${target%/*}" && : >"$root$target" ;;
    Directory) test -d "$source" && mkdir -p "$root$target" ;;
  esac
  mount --bind "$source" "$root$target"
  mount -o "remount,bind,$access" "$root$target"
done
mount -o remount,ro "$root"
exec chroot "$root" setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
`;
