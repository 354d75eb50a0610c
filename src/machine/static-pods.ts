import { readYaml } from '../text/read-yaml.ts';
import { listAt, textAt, textsAt, valueAt } from '../text/tree.ts';
import type { Machine, MachineFile } from './model.ts';
import { podAt, podManifestDirectory, podPrefix } from './places.ts';
import { type Mount, type Process, readFlags } from './process.ts';

/** A static pod of the machine. */
export interface StaticPod {
  readonly file: MachineFile;
  /** `static pod kube-apiserver`. */
  readonly name: string;
  readonly spec: unknown;
}

/** A volume of the node that a pod has. */
export interface HostVolume {
  readonly name: string;
  readonly path: string;
  readonly type: string;
}

/** The static pods of the machine; what is no pod is the kubelet’s to refuse. */
export function staticPods({ files }: Pick<Machine, 'files'>): StaticPod[] {
  return files
    .filter(({ path, content }) => podAt(path) !== undefined && typeof content === 'string')
    .flatMap((file) =>
      (readYaml(String(file.content)) ?? [])
        .filter((pod) => valueAt(pod, 'spec') !== undefined)
        .map((pod) => ({ file, name: podName(pod, file), spec: valueAt(pod, 'spec') })),
    );
}

function podName(pod: unknown, { path }: MachineFile): string {
  const name = textAt(pod, 'metadata', 'name') ?? path.slice(podManifestDirectory.length + 1);
  return `${podPrefix}${name}`;
}

/** The parts of the node that the pod asks for. */
export function hostVolumes({ spec }: StaticPod): HostVolume[] {
  return listAt(spec, 'volumes').flatMap((volume) => {
    const path = textAt(volume, 'hostPath', 'path');
    const name = textAt(volume, 'name') ?? '';
    const type = textAt(volume, 'hostPath', 'type') ?? '';
    return path === undefined ? [] : [{ name, path: path.replace(/(?<=.)\/$/, ''), type }];
  });
}

/** The processes of the static pods, one for each container that has a command of its own. */
export function podProcesses(pods: readonly StaticPod[]): Process[] {
  return pods.flatMap((pod) =>
    listAt(pod.spec, 'containers').flatMap((container) => {
      const [program = '', ...args] = programOf([
        ...textsAt(container, 'command'),
        ...textsAt(container, 'args'),
      ]);
      return program === '' ? [] : [toProcess(pod, container, program, args)];
    }),
  );
}

/** hyperkube is each program by its first word, without `kube-` (cmd/hyperkube of Kubernetes 1.7.2). */
function programOf(command: readonly string[]): readonly string[] {
  const [program = '', word = '', ...args] = command;
  if (!program.endsWith('/hyperkube')) return command;
  return [word === 'kubelet' ? word : `kube-${word}`, ...args];
}

function toProcess(
  pod: StaticPod,
  container: unknown,
  program: string,
  args: readonly string[],
): Process {
  const drops = textsAt(container, 'securityContext', 'capabilities', 'drop').includes('ALL');
  const runAs =
    valueAt(container, 'securityContext', 'runAsUser') ??
    valueAt(pod.spec, 'securityContext', 'runAsUser') ??
    0;
  const user = runAs === 0 ? 'root' : String(runAs);
  return {
    program: program.slice(program.lastIndexOf('/') + 1),
    name: pod.name,
    args,
    flags: readFlags(args),
    user,
    groups: [user],
    mayAll: user === 'root' && !drops,
    mounts: mountsOf(pod, container),
    sealed: [],
    from: pod.file.from,
  };
}

function mountsOf(pod: StaticPod, container: unknown): Mount[] {
  const volumes = new Map(hostVolumes(pod).map((volume) => [volume.name, volume]));
  return listAt(container, 'volumeMounts').flatMap((mount) => {
    const volume = volumes.get(textAt(mount, 'name') ?? '');
    const mountPath = (textAt(mount, 'mountPath') ?? '').replace(/(?<=.)\/$/, '');
    if (volume === undefined || mountPath === '') return [];
    const below = textAt(mount, 'subPath');
    const hostPath = below === undefined ? volume.path : `${volume.path}/${below}`;
    const readOnly = valueAt(mount, 'readOnly') === true;
    return [{ hostPath, mountPath, type: volume.type, readOnly }];
  });
}
