import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4';
import { parseReference } from '../net/image-reference.ts';
import { errorCode, toWorldError, WorldError } from '../output/world-error.ts';

/** An OCI image layout (image-spec 1.1, image-layout.md) as a registry looks things up. */
export interface ImageLayout {
  /** `registry/repository:tag` and `repository:tag` → digest. */
  readonly tags: ReadonlyMap<string, string>;
  /** Digest of each manifest and index → media type. */
  readonly types: ReadonlyMap<string, string>;
}

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  annotations: z.record(z.string(), z.string()).optional(),
});
const index = z.object({ manifests: z.array(descriptor) });

/** Reads `index.json`. No folder is no image; one that cannot be read is a WorldError. */
export function readLayout(root: string): ImageLayout {
  const tags = new Map<string, string>();
  const types = new Map<string, string>();
  const path = join(root, 'index.json');
  const top = readIndex(path);
  for (const { digest, mediaType, annotations } of top) {
    types.set(digest, mediaType);
    const name = annotations?.['org.opencontainers.image.ref.name'];
    if (name !== undefined) {
      const { registry, repository, tag } = parseReference(name);
      tags.set(`${registry}/${repository}:${tag}`, digest);
      tags.set(`${repository}:${tag}`, digest);
    }
    const blob = join(root, 'blobs', 'sha256', digest.slice('sha256:'.length));
    for (const child of readIndex(blob)) types.set(child.digest, child.mediaType);
  }
  return { tags, types };
}

/** The manifests of an index; none of what is a manifest itself, or is not there. */
function readIndex(path: string): z.output<typeof index>['manifests'] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && 'manifests' in value
      ? index.parse(value).manifests
      : [];
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return [];
    if (errorCode(cause) !== undefined) throw toWorldError(`cannot read ${path}`, cause);
    throw new WorldError(`${path} is no index of an OCI image layout`, { cause });
  }
}
