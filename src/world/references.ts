import type { Process } from '../machine/process.ts';
import { blameField, blameFlag, blameItem } from './blame.ts';
import { type ConfigFile, configReferences } from './config-references.ts';
import { flagReferences } from './flag-references.ts';
import { hostPathOf } from './mounts.ts';
import type { Reference } from './reference.ts';
import type { World } from './world.ts';

/** Programs whose flags name paths that must hold; what others make of their arguments is not known. */
const known = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'etcd',
  'etcdctl',
  'containerd',
  'haproxy',
  'sh',
]);

/**
 * Every path that the processes of the node name, by a flag, an argument of a script of ours, or in a configuration
 * file that one of these names, and so on.
 */
export function listReferences(world: World): Reference[] {
  return world.processes
    .filter(({ program, from }) => known.has(program) && from.component !== 'profile')
    .flatMap((process) => follow(world, namedBy(world, process)));
}

function namedBy(world: World, process: Process): Reference[] {
  const { program, args, from } = process;
  const flags = flagReferences(process, (each, flag) => blameFlag(world, each, flag));
  if (program === 'sh') {
    return args
      .filter((arg) => arg.startsWith('/'))
      .map((path) => ({ path, need: 'any', process, by: `an argument`, from }));
  }
  const byDefault = program === 'containerd' && !process.flags.has('config');
  return byDefault
    ? [
        ...flags,
        { path: '/etc/containerd/config.toml', need: 'file', process, by: 'default', from },
      ]
    : flags;
}

/** The references with those of the files that they lead to. */
function follow(world: World, first: readonly Reference[]): Reference[] {
  const found = [...first];
  const read = new Set<string>();
  for (const { path, process, need, from } of found) {
    const host = hostPathOf(process, path)?.path;
    if (need !== 'file' || host === undefined || read.has(host)) continue;
    read.add(host);
    const text = world.places.textAt(host);
    if (text === undefined) continue;
    const file: ConfigFile = {
      path,
      text,
      process,
      from: blameItem(world, world.places.at(host)?.from ?? from, { file: host }),
    };
    found.push(...configReferences(file, (each, key) => blameField(world, each, key)));
  }
  return found;
}
