import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { parseRange } from '../../net/byte-range.ts';
import { parseReference } from '../../net/image-reference.ts';
import type { Blob, ComposedImage } from './image.ts';

/**
 * Answers pulls of these images (OCI distribution-spec 1.1, the pull part): `/v2/`, manifests by tag and
 * digest, blobs with HEAD and Range. One registry stands in for several: the repository is looked up as it
 * is, under the `ns` parameter that containerd sends to a mirror, and with the registry's name before it.
 * Returns false for requests that are none of its own.
 */
export function createRegistry(
  images: readonly ComposedImage[],
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const shelf = fillShelf(images);
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://registry');
    if (!url.pathname.startsWith('/v2')) return false;
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (/^\/v2\/?$/.test(url.pathname)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return true;
    }
    const blob = find(shelf, url);
    if (blob === undefined || !['GET', 'HEAD'].includes(request.method ?? '')) {
      refuse(response, url.pathname);
      return true;
    }
    await send(blob, request, response);
    return true;
  };
}

interface Shelf {
  /** "registry/repository:tag" and "repository:tag" to manifest. */
  readonly tags: ReadonlyMap<string, Blob>;
  readonly manifests: ReadonlyMap<string, Blob>;
  readonly blobs: ReadonlyMap<string, Blob>;
}

function fillShelf(images: readonly ComposedImage[]): Shelf {
  const tags = new Map<string, Blob>();
  const manifests = new Map<string, Blob>();
  const blobs = new Map<string, Blob>();
  for (const image of images) {
    const { registry, repository, tag } = parseReference(image.reference);
    tags.set(`${registry}/${repository}:${tag}`, image.manifest);
    tags.set(`${repository}:${tag}`, image.manifest);
    manifests.set(image.manifest.digest, image.manifest);
    for (const blob of image.blobs) blobs.set(blob.digest, blob);
  }
  return { tags, manifests, blobs };
}

function find(shelf: Shelf, url: URL): Blob | undefined {
  const [, repository = '', kind = '', wanted = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (kind === 'blobs') return shelf.blobs.get(wanted);
  if (kind !== 'manifests') return undefined;
  if (wanted.startsWith('sha256:')) return shelf.manifests.get(wanted) ?? shelf.blobs.get(wanted);
  const registry = url.searchParams.get('ns');
  const full = registry === null || /^[^/]*[.:]/.test(repository);
  return shelf.tags.get(`${full ? repository : `${registry}/${repository}`}:${wanted}`);
}

async function send(blob: Blob, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const range = parseRange(request.headers.range, blob.size);
  if (range === 'impossible') {
    response.writeHead(416, { 'content-range': `bytes */${blob.size}` }).end();
    return;
  }
  const { first, last, status } = range;
  response.writeHead(status, {
    'content-type': blob.mediaType,
    'content-length': last - first + 1,
    'docker-content-digest': blob.digest,
    'accept-ranges': 'bytes',
    ...(status === 206 ? { 'content-range': `bytes ${first}-${last}/${blob.size}` } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if ('bytes' in blob.content) response.end(blob.content.bytes.subarray(first, last + 1));
  else await pipeline(createReadStream(blob.content.file, { start: first, end: last }), response);
}

function refuse(response: ServerResponse, path: string): void {
  const code = path.includes('/manifests/') ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message: `not here: ${path}` }] }));
}
