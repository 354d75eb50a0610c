import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readLayout } from './image-layout.ts';
import { openBelow, sendFile } from './send-file.ts';

interface PullRequest {
  readonly Params: { readonly '*': string };
  readonly Querystring: { readonly ns?: unknown };
}

/**
 * `/v2/…`: the images of `clusterseed mirror`, by the pull part of the OCI distribution specification 1.1. One registry
 * stands in for several: a repository is looked up with the name of the registry that containerd says in `ns`, or that
 * stands before the repository, or alone.
 */
export function registerImages(app: FastifyInstance, mirror: string): void {
  const root = join(mirror, 'images');
  const layout = readLayout(root);
  const onRequest = (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.header('docker-distribution-api-version', 'registry/2.0');
    done();
  };
  app.get('/v2/', { onRequest }, async () => ({}));
  app.route<PullRequest>({
    method: ['GET', 'HEAD'],
    url: '/v2/*',
    onRequest,
    handler: async (request, reply) => {
      const [, repository = '', kind = '', wanted = ''] =
        /^(.+)\/(manifests|blobs)\/([^/]+)$/.exec(request.params['*']) ?? [];
      const digest = /^sha256:[0-9a-f]{64}$/.test(wanted)
        ? wanted
        : layout.tags.get(`${withRegistry(repository, request.query.ns)}:${wanted}`);
      if (digest === undefined || (kind === 'blobs' && digest !== wanted)) {
        return refuse(reply, kind);
      }
      return await sendBlob(root, { digest, kind, type: layout.types.get(digest) }, request, reply);
    },
  });
}

/** A first part with a dot or a port is a registry's name. */
function withRegistry(repository: string, ns: unknown): string {
  const full = typeof ns !== 'string' || /^[^/]*[.:]/.test(repository);
  return full ? repository : `${ns}/${repository}`;
}

interface Wanted {
  readonly digest: string;
  readonly kind: string;
  /** The media type, of manifests and indexes. */
  readonly type: string | undefined;
}

async function sendBlob(
  root: string,
  { digest, kind, type }: Wanted,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isManifest = kind === 'manifests';
  const file =
    isManifest && type === undefined
      ? undefined
      : await openBelow(root, `blobs/sha256/${digest.slice('sha256:'.length)}`);
  if (file === undefined) return refuse(reply, kind);
  reply.header('docker-content-digest', digest);
  reply.type(isManifest && type !== undefined ? type : 'application/octet-stream');
  return await sendFile(request, reply, file);
}

function refuse(reply: FastifyReply, kind: string): FastifyReply {
  const code = kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
  return reply.code(404).send({ errors: [{ code, message: 'not here' }] });
}
