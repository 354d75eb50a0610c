import * as z from 'zod/v4';
import {
  type ArtifactName,
  artifactNames,
  type Machine,
  mirrorPath,
  officialUrl,
} from '../index.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Below the mirror's `files/`: no empty part, none that begins with a dot. */
const path = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]*(\/[A-Za-z0-9_][A-Za-z0-9._+-]*)*$/);

/** `<profile>.lock.yaml`: everything that a node may fetch at its first boot, packages of its OS apart. */
export const lockSchema = z.strictObject({
  version: z.literal(1),
  cluster: z.string(),
  files: z.array(
    z.strictObject({
      path,
      url: z.url({ protocol: /^https?$/ }),
      sha256,
      size: z.number().int().min(0).optional(),
    }),
  ),
  images: z.array(
    z.strictObject({
      reference: z.string().regex(/^[A-Za-z0-9._:/@-]+$/),
      digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/)
        .optional(),
      architectures: z.array(z.enum(['amd64', 'arm64'])).min(1),
    }),
  ),
});
export type Lock = z.output<typeof lockSchema>;
export type LockedFile = Lock['files'][number];
export type LockedImage = Lock['images'][number];

type LockedMachine = Pick<Machine, 'arch' | 'downloads' | 'images'>;

/**
 * The lock of these machines, sorted: each file with its official URL and the path that a mirror has it at; each image
 * with the architectures that pull it. `more` are images of manifests of the profile's own.
 */
export function lockMachines(
  cluster: string,
  machines: Iterable<LockedMachine>,
  more: readonly string[],
): Lock {
  const files = new Map<string, LockedFile>();
  const images = new Map<string, Set<'amd64' | 'arm64'>>();
  const architectures = new Set<'amd64' | 'arm64'>();
  const add = (reference: string, arch: 'amd64' | 'arm64') =>
    images.set(reference, (images.get(reference) ?? new Set()).add(arch));
  for (const machine of machines) {
    architectures.add(machine.arch);
    for (const download of machine.downloads) {
      const file = lockFile(download, machine.arch);
      files.set(file.path, file);
    }
    for (const reference of machine.images) add(reference, machine.arch);
  }
  for (const reference of more) for (const arch of architectures) add(reference, arch);
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
    a < b ? -1 : 1;
  return {
    version: 1,
    cluster,
    files: [...files].sort(byName).map(([, file]) => file),
    images: [...images].sort(byName).map(([reference, wanted]) => ({
      reference,
      ...digestOf(reference),
      architectures: [...wanted].sort(),
    })),
  };
}

/** A file of the profile's own keeps its URL on the machines: the mirror only has a copy. */
function lockFile(
  { name, version, urls, sha256: hash }: Machine['downloads'][number],
  arch: LockedMachine['arch'],
): LockedFile {
  if (isArtifact(name)) {
    const [where, url] = [mirrorPath(name, version, arch), officialUrl(name, version, arch)];
    return { path: where, url, sha256: hash };
  }
  return { path: `own/${hash.slice(0, 12)}/${name}`, url: urls[0] ?? '', sha256: hash };
}

function isArtifact(name: string): name is ArtifactName {
  return artifactNames.some((known) => known === name);
}

function digestOf(reference: string): Pick<LockedImage, 'digest'> {
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  return digest === undefined ? {} : { digest };
}
