import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openBelow, sendFile } from './send-file.ts';

/** `/files/…`: what `clusterseed mirror` collected, to anybody, with ranges. No directory is ever listed. */
export function registerFiles(app: FastifyInstance, mirror: string): void {
  const root = join(mirror, 'files');
  app.route<{ readonly Params: { readonly '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/files/*',
    handler: async (request, reply) => {
      const file = await openBelow(root, request.params['*']);
      if (file === undefined) {
        return reply.code(404).send({ code: 'unknown', message: 'there is no such file' });
      }
      reply.type('application/octet-stream');
      return await sendFile(request, reply, file);
    },
  });
}
