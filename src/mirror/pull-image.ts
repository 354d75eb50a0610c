import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { parseReference } from '../net/image-reference.ts';
import {
  blobFile,
  type ImageDescriptor,
  imageIndex,
  imageManifest,
} from '../output/image-layout.ts';
import { makeFolder } from '../output/make-folder.ts';
import { writeWhole } from '../output/write-whole.ts';
import { FetchError } from './fetch-file.ts';
import type { LockedImage } from './lock.ts';
import { openRepository, type RegistryClient } from './registry-client.ts';

/** An image in the layout, as `index.json` names it. */
export interface PulledImage {
  readonly reference: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface PullOptions {
  /** The folder of the OCI image layout. */
  readonly root: string;
  readonly from?: string;
  readonly pauseMs: number;
  /** Brings one blob to its place; the same one is brought once for all images. */
  readonly fetchBlob: (url: string, sha256: string, client: RegistryClient) => Promise<void>;
}

/**
 * Pulls an image into an OCI image layout: the index as it is (so that its digest stays), and below it what the wanted
 * architectures need. Manifests are written after all that they name. Throws a FetchError.
 */
export async function pullImage(image: LockedImage, options: PullOptions): Promise<PulledImage> {
  const client = openRepository(image.reference, options);
  const { tag } = parseReference(image.reference);
  const top = await client.manifest(image.digest ?? tag);
  const digest = digestOf(top.bytes);
  if (image.digest !== undefined && digest !== image.digest) {
    throw new FetchError('the digest differs from the lock’s', true);
  }
  const found = imageIndex.safeParse(readJson(top.bytes));
  if (found.success) {
    for (const child of choose(found.data.manifests, image.architectures)) {
      const { bytes } = await client.manifest(child);
      if (digestOf(bytes) !== child) throw new FetchError('a manifest has another digest', false);
      await pullManifest(bytes, client, options);
    }
  } else await pullManifest(top.bytes, client, options);
  if (found.success) writeBlob(options.root, top.bytes);
  const { mediaType, bytes } = top;
  return { reference: image.reference, mediaType, digest, size: bytes.length };
}

function choose(
  manifests: readonly ImageDescriptor[],
  architectures: LockedImage['architectures'],
): string[] {
  return architectures.map((architecture) => {
    const fitting = manifests.find(
      ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
    );
    if (fitting !== undefined) return fitting.digest;
    throw new FetchError(`the image is not made for linux/${architecture}`, true);
  });
}

async function pullManifest(
  bytes: Buffer,
  client: RegistryClient,
  { root, fetchBlob }: PullOptions,
): Promise<void> {
  const found = imageManifest.safeParse(readJson(bytes));
  if (!found.success) throw new FetchError('the registry sent no image manifest', true);
  for (const { digest } of [found.data.config, ...found.data.layers]) {
    await fetchBlob(client.blobUrl(digest), digest.slice('sha256:'.length), client);
  }
  writeBlob(root, bytes);
}

function writeBlob(root: string, bytes: Buffer): void {
  const file = blobFile(root, digestOf(bytes));
  makeFolder(dirname(file));
  writeWhole(file, bytes, { mode: 0o644 });
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
