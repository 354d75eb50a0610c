import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4';
import { errorCode, toWorldError, WorldError } from './world-error.ts';

/** What names a manifest, a configuration or a layer (OCI image-spec 1.1, descriptor.md). */
const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number(),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type ImageDescriptor = z.output<typeof descriptor>;

/** An index (image-index.md): `index.json`, or an image for several architectures. */
export const imageIndex = z.object({ manifests: z.array(descriptor) });
/** A manifest (manifest.md). */
export const imageManifest = z.object({ config: descriptor, layers: z.array(descriptor) });

/** The annotation by which `index.json` names its images. */
export const referenceName = 'org.opencontainers.image.ref.name';

/** `index.json` of the layout in `root` (image-layout.md). */
export function indexFile(root: string): string {
  return join(root, 'index.json');
}

/** Where the layout in `root` keeps what has this digest. */
export function blobFile(root: string, digest: string): string {
  return join(root, 'blobs', 'sha256', digest.slice('sha256:'.length));
}

/** The manifests of an index; none of what is a manifest itself, or is not there. What is neither is a WorldError. */
export function readIndex(path: string): readonly ImageDescriptor[] {
  return readAs(path, 'manifests', imageIndex)?.manifests ?? [];
}

/** The configuration and the layers of a manifest; none of what is an index, or is not there. */
export function readManifestParts(path: string): readonly ImageDescriptor[] {
  const found = readAs(path, 'layers', imageManifest);
  return found === undefined ? [] : [found.config, ...found.layers];
}

function readAs<Schema extends z.ZodType>(
  path: string,
  member: string,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const is = typeof value === 'object' && value !== null && member in value;
    return is ? schema.parse(value) : undefined;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    if (errorCode(cause) !== undefined) throw toWorldError(`cannot read ${path}`, cause);
    throw new WorldError(`${path} is not of an OCI image layout`, { cause });
  }
}
