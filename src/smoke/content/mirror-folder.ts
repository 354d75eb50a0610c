import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../index.ts';
import {
  blobFile,
  type ImageDescriptor,
  indexFile,
  readIndex,
  readManifestParts,
  referenceName,
} from '../../output/image-layout.ts';
import { WorldError } from '../../output/world-error.ts';
import type { Blob, ComposedImage } from '../registry/image.ts';
import { pathBelow } from './file-mirror.ts';

/** What a machine downloads and pulls. */
interface Fetching extends Pick<Machine, 'images'> {
  readonly downloads: readonly Pick<Machine['downloads'][number], 'urls'>[];
}

/**
 * The images that `clusterseed mirror` collected, for the registry of the guests. `base` is where the machines ask for
 * files. Throws a WorldError that names every file and image that the machines need and the folder lacks.
 */
export function openMirrorFolder(
  folder: string,
  machines: readonly Fetching[],
  base: string,
): readonly ComposedImage[] {
  const images = readImages(join(folder, 'images'));
  const there = new Set(images.map(({ reference }) => reference));
  const missing = new Set(machines.flatMap((machine) => machine.images));
  for (const reference of there) missing.delete(reference);
  for (const download of machines.flatMap((machine) => machine.downloads)) {
    const path = pathBelow(base, download);
    if (path !== '' && !existsSync(join(folder, 'files', path))) missing.add(path);
  }
  if (missing.size > 0) {
    const list = [...missing].sort().join(', ');
    throw new WorldError(
      `${folder} lacks ${list}: clusterseed lock and clusterseed mirror bring what the profile needs`,
    );
  }
  return images;
}

/** The images of an OCI image layout; of one for several architectures, what is there. */
function readImages(root: string): ComposedImage[] {
  return readIndex(indexFile(root)).flatMap((top) => {
    const reference = top.annotations?.[referenceName];
    if (reference === undefined) return [];
    return [{ reference, manifest: blobOf(root, top), blobs: blobsBelow(root, top) }];
  });
}

function blobsBelow(root: string, { digest }: ImageDescriptor): Blob[] {
  const file = blobFile(root, digest);
  const children = readIndex(file).filter((child) => existsSync(blobFile(root, child.digest)));
  return [
    ...readManifestParts(file).map((part) => blobOf(root, part)),
    ...children.flatMap((child) => [blobOf(root, child), ...blobsBelow(root, child)]),
  ];
}

function blobOf(root: string, { digest, size, mediaType }: ImageDescriptor): Blob {
  return { digest, size, mediaType, content: { file: blobFile(root, digest) } };
}
