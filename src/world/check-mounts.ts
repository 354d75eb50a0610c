import { isKnownHostPath } from '../machine/known-system.ts';
import { type HostVolume, hostVolumes, type StaticPod } from '../machine/static-pods.ts';
import { listAt, textAt } from '../text/tree.ts';
import { blameItem } from './blame.ts';
import { makerOf } from './made-at-run-time.ts';
import type { World } from './world.ts';

const kinds: Readonly<Record<string, 'file' | 'directory'>> = {
  File: 'file',
  FileOrCreate: 'file',
  Directory: 'directory',
  DirectoryOrCreate: 'directory',
};

/**
 * Static pods mount what the machine or the pod itself puts there, as the kind that it is (the kubelet looks, and
 * the pod waits for ever), and each of their mounts has its volume. Raises machine/missing-host-path and wrong-mount.
 */
export function checkMounts(world: World, pods: readonly StaticPod[]): void {
  for (const pod of pods) {
    const volumes = hostVolumes(pod);
    for (const volume of volumes) checkVolume(world, pod, volume);
    const names = new Set(listAt(pod.spec, 'volumes').map((volume) => textAt(volume, 'name')));
    for (const container of listAt(pod.spec, 'containers')) {
      for (const mount of listAt(container, 'volumeMounts')) {
        const name = textAt(mount, 'name');
        if (!names.has(name))
          report(
            world,
            pod,
            textAt(mount, 'mountPath') ?? '',
            `it mounts the volume ${name}, which it does not have`,
          );
      }
    }
  }
}

function checkVolume(world: World, pod: StaticPod, { path, type }: HostVolume): void {
  const entry = world.places.at(path);
  if (entry === undefined) {
    const creates = type.endsWith('OrCreate');
    if (creates || isKnownHostPath(path) || makerOf(world, path) !== undefined) return;
    const { path: manifest, from } = pod.file;
    const at = blameItem(world, from, { file: manifest });
    const args = { manifest, path, component: from.component };
    world.report('machine/missing-host-path', at, args);
    return;
  }
  const wanted = kinds[type];
  const is = entry.kind === 'directory' ? 'directory' : 'file';
  if (wanted === undefined || is === wanted) return;
  report(world, pod, path, `it mounts a ${wanted} (hostPath type ${type}), and there is a ${is}`);
}

function report(world: World, { file }: StaticPod, path: string, why: string): void {
  const at = blameItem(world, file.from, { file: file.path });
  world.report('machine/wrong-mount', at, { manifest: file.path, path, why });
}
