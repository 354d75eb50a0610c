import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../output/package-root.ts';
import { toWorldError } from '../output/world-error.ts';
import type { ServerContext } from './context.ts';
import { maySee, unauthorized } from './handlers/admin.ts';

const files = {
  '/board/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/board/board.css': { file: 'board.css', type: 'text/css; charset=utf-8' },
  '/board/board.js': { file: 'board.js', type: 'text/javascript; charset=utf-8' },
} as const;

/** Nothing from elsewhere, no inline script, in no frame (CSP level 3). */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The board’s page: static files of the package, held ready. They hold no data, /board/data has it; the page asks for
 * the administrator all the same, so that a browser has the token before it asks for data.
 */
export function registerBoard(app: FastifyInstance, context: ServerContext): void {
  for (const [url, { file, type }] of Object.entries(files)) {
    const bytes = readWhole(join(packageRoot(), 'board', file));
    app.get(url, async (request, reply) => {
      reply.header('content-security-policy', policy).header('cache-control', 'no-cache');
      if (url === '/board/' && !maySee(context, request)) {
        const { status, headers, body } = unauthorized;
        return reply.code(status).headers(headers).send(body);
      }
      return reply.type(type).send(bytes);
    });
  }
}

function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}
