import { parseReference } from '../net/image-reference.ts';
import { blobFile, indexFile, readIndex, referenceName } from '../output/image-layout.ts';

/** An OCI image layout (image-spec 1.1, image-layout.md) as a registry looks things up. */
export interface ImageLayout {
  /** `registry/repository:tag` and `repository:tag` → digest. */
  readonly tags: ReadonlyMap<string, string>;
  /** Digest of each manifest and index → media type. */
  readonly types: ReadonlyMap<string, string>;
}

/** Reads `index.json`. No folder is no image; one that cannot be read is a WorldError. */
export function readLayout(root: string): ImageLayout {
  const tags = new Map<string, string>();
  const types = new Map<string, string>();
  for (const { digest, mediaType, annotations } of readIndex(indexFile(root))) {
    types.set(digest, mediaType);
    const name = annotations?.[referenceName];
    if (name !== undefined) {
      const { registry, repository, tag } = parseReference(name);
      tags.set(`${registry}/${repository}:${tag}`, digest);
      tags.set(`${repository}:${tag}`, digest);
    }
    for (const child of readIndex(blobFile(root, digest))) types.set(child.digest, child.mediaType);
  }
  return { tags, types };
}
