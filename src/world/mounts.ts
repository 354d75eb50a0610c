import type { Mount, Process } from '../machine/process.ts';

/** Where a path of a process lies on the node; undefined when its container does not see it. */
export function hostPathOf(
  { mounts }: Pick<Process, 'mounts'>,
  path: string,
): { readonly path: string; readonly mount?: Mount } | undefined {
  if (mounts === undefined) return { path };
  const [mount] = mounts
    .filter(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`))
    .toSorted((a, b) => b.mountPath.length - a.mountPath.length);
  return mount && { path: `${mount.hostPath}${path.slice(mount.mountPath.length)}`, mount };
}
