import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { WorldError } from '../output/world-error.ts';
import { plainAddress } from './access.ts';
import { registerContract } from './adapt.ts';
import { noSniff } from './answer-headers.ts';
import { registerBoard } from './board-page.ts';
import type { ServerContext } from './context.ts';
import { contract } from './contract.ts';
import { registerFiles } from './files.ts';
import { adminHandlers } from './handlers/admin.ts';
import { documentHandlers } from './handlers/documents.ts';
import { ipxeHandlers } from './handlers/ipxe.ts';
import { reportHandlers } from './handlers/report.ts';
import { logOptions } from './log.ts';
import { registerImages } from './registry.ts';

/** A certificate with its chain, and its key, both in PEM. */
export interface ServerTls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface AppOptions {
  readonly tls?: ServerTls;
  /** Takes each log line. */
  readonly log: (line: string) => void;
}

const kibibyte = 1024;

/** The server without its socket: every route, every refusal, every limit. */
export function createApp(context: ServerContext, options: AppOptions): FastifyInstance {
  const app: FastifyInstance = Fastify(serverOptions(options));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error instanceof WorldError ? 503 : (error.statusCode ?? 500);
    if (status >= 500) request.log.error(error, 'failed');
    return reply.code(status).send(refusalOf(status));
  });
  app.setNotFoundHandler((request, reply) => {
    const known = ['GET', 'HEAD', 'POST'].includes(request.method);
    if (!known) reply.header('allow', 'GET, HEAD, POST');
    return reply.code(known ? 404 : 405).send(refusalOf(known ? 404 : 405));
  });
  observeRequests(app, context);
  registerContract(app, contract, {
    ...documentHandlers(context),
    ...ipxeHandlers(context),
    ...adminHandlers(context),
    ...reportHandlers(context),
  });
  registerBoard(app, context);
  if (context.mirror !== undefined) {
    registerFiles(app, context.mirror);
    registerImages(app, context.mirror);
  }
  return app;
}

/** Addresses are at most 2 KiB, headers 8, bodies 16; a client that dawdles is cut off. */
function serverOptions({ tls, log }: AppOptions): FastifyServerOptions {
  const limits = { maxHeaderSize: 8 * kibibyte, headersTimeout: 15_000 };
  const options: FastifyServerOptions = {
    ...logOptions(log),
    logController: new LogController({ disableRequestLogging: true }),
    // A line names what it is of; a logger for each request would only add a number.
    childLoggerFactory: (logger) => logger,
    frameworkErrors: answerUnreadable,
    exposeHeadRoutes: false,
    bodyLimit: 16 * kibibyte,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
  };
  const secure =
    tls === undefined ? { http: limits } : { https: { ...limits, ...tls, minVersion: 'TLSv1.2' } };
  return { ...options, ...secure } as FastifyServerOptions;
}

/** An address that cannot be decoded, or is too long for the router. */
function answerUnreadable(_error: unknown, _request: unknown, reply: FastifyReply): void {
  reply.code(400).send(refusalOf(400));
}

function observeRequests(app: FastifyInstance, { metrics }: ServerContext): void {
  // What is written past fastify has it already.
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(noSniff);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(none)';
    const { method } = request;
    const { elapsedTime, statusCode: status } = reply;
    metrics.request(route, method, status, elapsedTime / 1000);
    const ms = Math.round(elapsedTime * 10) / 10;
    request.log.info({ method, route, status, ms, peer: plainAddress(request.ip) }, 'answered');
    done();
  });
}

const refusals: Readonly<Record<number, string>> = {
  400: 'the request cannot be read',
  404: 'there is nothing here',
  405: 'this server is only read, but for reports',
  413: 'the body is too large',
  415: 'the body is not JSON',
  503: 'the state cannot be reached',
};

/** Repeats nothing of the request and tells nothing of the inside. */
function refusalOf(status: number): { readonly code: string; readonly message: string } {
  return { code: `http-${status}`, message: refusals[status] ?? 'the request cannot be answered' };
}
