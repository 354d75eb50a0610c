import type { Machine, Origin } from './model.ts';

/** What stands at a path of the machine, and who put it there. */
export interface Place {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'unit' | 'download';
  readonly from: Origin;
}

/** Where units of the machine lie. */
export const unitDirectory = '/etc/systemd/system';

/** The unit that a path below the unit directory belongs to, as itself or its drop-in; of another path undefined. */
export function unitAt(path: string): string | undefined {
  if (!path.startsWith(`${unitDirectory}/`)) return undefined;
  return path.slice(unitDirectory.length + 1).replace(/\.d\/.*$/, '');
}

/** Where the kubelet looks for static pods; it notices changes there by itself. */
export const podManifestDirectory = '/etc/kubernetes/manifests';

/** What tells static pods apart from units where both are named: `static pod kube-apiserver`. */
export const podPrefix = 'static pod ';

/** The path of a static pod's manifest. */
export function podManifest(pod: string): string {
  return `${podManifestDirectory}/${pod}.yaml`;
}

/** The static pod that a path is the manifest of, by its file name; of another path undefined. */
export function podAt(path: string): string | undefined {
  if (!path.startsWith(`${podManifestDirectory}/`)) return undefined;
  return path.slice(podManifestDirectory.length + 1).replace(/\.yaml$/, '');
}

/** The name of cloud-init's network configuration among the files of a machine that was read from its documents. */
export const networkConfigPath = 'network-config';

/** Everything that the machine puts somewhere, in the order file, directory, symlink, unit, download. */
export function listPlaces(
  machine: Pick<Machine, 'files' | 'directories' | 'symlinks' | 'units' | 'downloads'>,
): Place[] {
  return [
    ...machine.files.map(({ path, from }): Place => ({ path, kind: 'file', from })),
    ...machine.directories.map(({ path, from }): Place => ({ path, kind: 'directory', from })),
    ...machine.symlinks.map(({ path, from }): Place => ({ path, kind: 'symlink', from })),
    ...machine.units.flatMap(unitPlaces),
    ...machine.downloads.flatMap(downloadPlaces),
  ];
}

function unitPlaces({ name, content, dropIns, from }: Machine['units'][number]): Place[] {
  const own = content === undefined ? [] : [`${unitDirectory}/${name}`];
  const paths = [...own, ...dropIns.map((dropIn) => `${unitDirectory}/${name}.d/${dropIn.name}`)];
  return paths.map((path) => ({ path, kind: 'unit', from }));
}

function downloadPlaces({ placement, from }: Machine['downloads'][number]): Place[] {
  if (placement.kind === 'file') return [{ path: placement.path, kind: 'download', from }];
  const names = Object.values(placement.members);
  return names.map((name) => ({ path: `${placement.directory}/${name}`, kind: 'download', from }));
}
