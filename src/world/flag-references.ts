import type { Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';
import type { Need, Reference } from './reference.ts';

/** Flags whose values begin with a slash and are no paths of the file system. */
const notPaths = new Set([
  'etcd-prefix',
  'authorization-always-allow-paths',
  'cgroup-root',
  'kubelet-cgroups',
  'runtime-cgroups',
  'system-cgroups',
  'kube-reserved-cgroup',
  'system-reserved-cgroup',
]);

/** What flags want that do not name a file to read. */
const needs: Readonly<Record<string, Need>> = {
  'audit-log-path': 'write',
  'log-file': 'write',
  'log-dir': 'create',
  'cert-dir': 'create',
  'root-dir': 'create',
  'lock-file': 'create',
  'volume-plugin-dir': 'create',
  'flex-volume-plugin-dir': 'create',
  'pod-manifest-path': 'directory',
  'data-dir': 'write',
  'wal-dir': 'write',
  'cni-bin-dir': 'directory',
  'cni-conf-dir': 'directory',
  'config-dir': 'directory',
  root: 'create',
  state: 'create',
};

/** The paths that the flags of a process name; `blame` says whose doing a flag is. */
export function flagReferences(
  process: Process,
  blame: (process: Process, flag: string) => Origin,
): Reference[] {
  return [...process.flags].flatMap(([flag, values]) => {
    if (notPaths.has(flag)) return [];
    return values.flatMap(pathsOf).map(({ path, isSocket }) => ({
      path,
      need: isSocket ? 'socket' : (needs[flag] ?? 'file'),
      process,
      by: `--${flag}`,
      from: blame(process, flag),
    }));
  });
}

/** `/a`, `/a,/b:name` (--tls-sni-cert-key) and `unix:///a` name paths; everything else does not. */
export function pathsOf(value: string): { readonly path: string; readonly isSocket: boolean }[] {
  const socket = /^unix:(?:\/\/)?(\/.+)$/.exec(value)?.[1];
  if (socket !== undefined) return [{ path: socket, isSocket: true }];
  if (!/^\/[^/]/.test(value)) return [];
  return value.split(',').flatMap((part) => {
    const path = part.replace(/(?<=.):.*$/, '').replace(/(?<=.)\/$/, '');
    return path.startsWith('/') ? [{ path, isSocket: false }] : [];
  });
}
