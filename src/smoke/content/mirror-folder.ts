import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../index.ts';
import type { Blob, ComposedImage } from '../registry/image.ts';
import { SmokeError } from '../smoke-error.ts';
import { pathBelow } from './file-mirror.ts';

/** Members of an OCI descriptor, index and manifest (image-spec 1.1) that name something else. */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface Naming {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/** What a machine downloads and pulls. */
interface Fetching extends Pick<Machine, 'images'> {
  readonly downloads: readonly Pick<Machine['downloads'][number], 'urls'>[];
}

/**
 * The images that `clusterseed mirror` collected, for the registry of the guests. `base` is where the machines ask for
 * files. Throws a SmokeError that names every file and image that the machines need and the folder lacks.
 */
export async function openMirrorFolder(
  folder: string,
  machines: readonly Fetching[],
  base: string,
): Promise<readonly ComposedImage[]> {
  const images = await readLayout(join(folder, 'images'));
  const there = new Set(images.map(({ reference }) => reference));
  const missing = new Set(machines.flatMap((machine) => machine.images));
  for (const reference of there) missing.delete(reference);
  for (const download of machines.flatMap((machine) => machine.downloads)) {
    const path = pathBelow(base, download);
    if (path !== '' && !(await isFile(join(folder, 'files', path)))) missing.add(path);
  }
  if (missing.size > 0) {
    const list = [...missing].sort().join(', ');
    throw new SmokeError(
      `${folder} lacks ${list}: clusterseed lock and clusterseed mirror bring what the profile needs`,
    );
  }
  return images;
}

/** The images of an OCI image layout; of an index for several architectures, those that are there. */
async function readLayout(root: string): Promise<ComposedImage[]> {
  const top = await readNaming(join(root, 'index.json'));
  const named = (top?.manifests ?? []).flatMap((descriptor) => {
    const reference = descriptor.annotations?.['org.opencontainers.image.ref.name'];
    return reference === undefined ? [] : [{ reference, descriptor }];
  });
  return await Promise.all(
    named.map(async ({ reference, descriptor }) => ({
      reference,
      manifest: blobOf(root, descriptor),
      blobs: await blobsBelow(root, descriptor),
    })),
  );
}

async function blobsBelow(root: string, descriptor: Descriptor): Promise<Blob[]> {
  const named = await readNaming(fileOf(root, descriptor));
  if (named === undefined) return [];
  const { manifests = [], config, layers = [] } = named;
  const parts = [...layers, ...(config === undefined ? [] : [config])];
  const children = await Promise.all(
    manifests.map(async (child) => {
      const below = await blobsBelow(root, child);
      return below.length === 0 ? [] : [blobOf(root, child), ...below];
    }),
  );
  return [...parts.map((part) => blobOf(root, part)), ...children.flat()];
}

function blobOf(root: string, descriptor: Descriptor): Blob {
  const { digest, size, mediaType } = descriptor;
  return { digest, size, mediaType, content: { file: fileOf(root, descriptor) } };
}

function fileOf(root: string, { digest }: Descriptor): string {
  return join(root, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

/** Undefined when there is no such file; a SmokeError when it is not JSON. */
async function readNaming(path: string): Promise<Naming | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Naming;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SmokeError(`${path} is not of an OCI image layout`, { cause });
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
