import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
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
import { completeHeaders, jsonType, noSniff } from './answer-headers.ts';
import { registerBoard } from './board-page.ts';
import type { ServerContext } from './context.ts';
import { contract } from './contract.ts';
import { answerDirectly, type DirectAnswers } from './direct-answers.ts';
import { registerFiles } from './files.ts';
import { adminHandlers } from './handlers/admin.ts';
import { documentHandlers } from './handlers/documents.ts';
import { ipxeHandlers } from './handlers/ipxe.ts';
import { reportHandlers } from './handlers/report.ts';
import { logOptions, type RequestLine } from './log.ts';
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
  let directly: DirectAnswers = () => false;
  const app: FastifyInstance = Fastify({
    ...serverOptions(options),
    serverFactory: (handle) =>
      openServer(options, (request, response) => {
        if (!directly(request, response)) handle(request, response);
      }),
  });
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = noteFailure(app, error);
    return reply.code(status).send(refusalOf(status));
  });
  app.setNotFoundHandler((request, reply) => {
    const known = ['GET', 'HEAD', 'POST'].includes(request.method);
    if (!known) reply.header('allow', 'GET, HEAD, POST');
    return reply.code(known ? 404 : 405).send(refusalOf(known ? 404 : 405));
  });
  const answered = answerObserver(app, context);
  observeRequests(app, answered);
  const handlers = {
    ...documentHandlers(context),
    ...ipxeHandlers(context),
    ...adminHandlers(context),
    ...reportHandlers(context),
  };
  registerContract(app, contract, handlers);
  const failed = (cause: unknown) => {
    const status = noteFailure(app, cause);
    const body = JSON.stringify(refusalOf(status));
    return { status, headers: completeHeaders(jsonType, body.length), body };
  };
  const answerFirst = answerDirectly(handlers, { log: app.log, answered, failed });
  // One that closes leaves it to fastify to end its connections.
  directly = (...exchange) => app.server.listening && answerFirst(...exchange);
  registerBoard(app, context);
  if (context.mirror !== undefined) {
    registerFiles(app, context.mirror);
    registerImages(app, context.mirror);
  }
  return app;
}

/** Bodies are at most 16 KiB. */
function serverOptions({ log }: AppOptions): FastifyServerOptions {
  return {
    ...logOptions(log),
    logController: new LogController({ disableRequestLogging: true }),
    // A line names what it is of; a logger for each request would only add a number.
    childLoggerFactory: (logger) => logger,
    frameworkErrors: answerUnreadable,
    exposeHeadRoutes: false,
    bodyLimit: 16 * kibibyte,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 512 },
  };
}

/** Headers are at most 8 KiB; a client that dawdles is cut off. */
function openServer({ tls }: AppOptions, listener: RequestListener): Server {
  const limits = {
    maxHeaderSize: 8 * kibibyte,
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
  };
  if (tls === undefined) return createServer(limits, listener);
  return createSecureServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listener);
}

/** The status to answer with; what is not the question's fault is logged. */
function noteFailure(app: FastifyInstance, cause: unknown): number {
  const known = cause instanceof Error && 'statusCode' in cause ? Number(cause.statusCode) : 500;
  const status = cause instanceof WorldError ? 503 : known;
  if (status >= 500) app.log.error(cause, 'failed');
  return status;
}

/** An address that cannot be decoded, or is too long for the router. */
function answerUnreadable(_error: unknown, _request: unknown, reply: FastifyReply): void {
  reply.code(400).send(refusalOf(400));
}

function observeRequests(app: FastifyInstance, answered: (answer: RequestLine) => void): void {
  // What is written past fastify has it already.
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(noSniff);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(none)';
    const { elapsedTime: ms, statusCode: status } = reply;
    answered({ method: request.method, route, status, ms, peer: plainAddress(request.ip) });
    done();
  });
}

function answerObserver(app: FastifyInstance, { metrics }: ServerContext) {
  return ({ method, route, status, ms, peer }: RequestLine) => {
    metrics.request(route, method, status, ms / 1000);
    app.log.info({ method, route, status, ms: Math.round(ms * 10) / 10, peer }, 'answered');
  };
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
