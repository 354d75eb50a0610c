import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import {
  type AppRoute,
  type AppRouter,
  isAppRoute,
  isAppRouteOtherResponse,
  type ServerInferRequest,
  type ServerInferResponses,
  validateIfSchema,
} from '@ts-rest/core';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { completeHeaders, jsonType, noSniff } from './answer-headers.ts';

/**
 * An answer whose headers say its `content-length` has all its headers: it goes out as it is, a text as Latin-1. One
 * that is `constant`, the same object each time, is made into such a one once.
 */
export type Answer<Route extends AppRoute> = ServerInferResponses<Route> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly constant?: true;
};

/** What a handler may know of who asks, besides what the contract describes. */
export interface Asked {
  /** The peer's address. */
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
}

export type Handler<Route extends AppRoute> = (
  input: ServerInferRequest<Route>,
  asked: Asked,
) => Answer<Route> | Promise<Answer<Route>>;

/** One handler for each route of a contract. */
export type Handlers<Router extends AppRouter> = {
  readonly [Name in keyof Router]: Router[Name] extends AppRoute ? Handler<Router[Name]> : never;
};

/**
 * Registers a ts-rest contract with fastify 5 (@ts-rest/fastify wants fastify 4). Path, query and body are checked
 * against the contract first: what does not fit is a 400 that repeats nothing of the input.
 */
export function registerContract<Router extends AppRouter>(
  app: FastifyInstance,
  contract: Router,
  handlers: Handlers<Router>,
): void {
  for (const [name, route] of Object.entries(contract)) {
    if (!isAppRoute(route)) throw new Error(`${name} is no route`);
    const handler: Handler<AppRoute> = handlers[name as keyof Router] as never;
    const read = inputReader(route);
    const write = answerWriter(route);
    const send = (reply: FastifyReply, answer: Answer<AppRoute>) => {
      sendWhole(reply.hijack().raw, write(answer));
      return reply;
    };
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => {
        const input = read(request);
        if (typeof input === 'string') return refuse(reply, input);
        const answer = handler(input as never, request);
        return answer instanceof Promise
          ? answer.then((value) => send(reply, value))
          : send(reply, answer);
      },
    });
  }
}

/** Only what the contract describes is read at all; `string` is what does not fit. */
function inputReader(route: AppRoute): (request: FastifyRequest) => object | string {
  const { pathParams, query } = route;
  const body = 'body' in route ? route.body : undefined;
  return (request) => {
    const params = validateIfSchema(request.params, pathParams);
    if (params.error) return 'the address';
    const asked = query === undefined ? nothing : validateIfSchema(request.query, query);
    if (asked.error) return 'the query';
    const sent = body === undefined ? nothing : validateIfSchema(request.body, body);
    if (sent.error) return 'the body';
    return { params: params.value, query: asked.value, body: sent.value };
  };
}

const nothing: Partial<ReturnType<typeof validateIfSchema>> = { value: {} };

function refuse(reply: FastifyReply, what: string): FastifyReply {
  return reply.code(400).send({ code: 'invalid', message: `${what} is not as described` });
}

/** An answer with all its headers; a text goes out as Latin-1, so that Node writes it in one piece with the headers. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** Sends an answer, past fastify's own work. */
export function sendWhole(response: ServerResponse, { status, headers, body }: WholeAnswer): void {
  response.writeHead(status, headers).end(body, 'latin1');
}

/** Completes the answers of a route: its content type for each status is looked up once. */
export function answerWriter(route: AppRoute): (answer: Answer<AppRoute>) => WholeAnswer {
  const types = new Map<number, string>();
  for (const [status, response] of Object.entries(route.responses)) {
    if (isAppRouteOtherResponse(response)) types.set(Number(status), response.contentType);
  }
  const ready = new WeakMap<Answer<AppRoute>, WholeAnswer>();
  return (answer) => {
    if (answer.headers !== undefined && 'content-length' in answer.headers) {
      return answer as WholeAnswer;
    }
    if (!answer.constant) return writeOut(answer, types.get(answer.status));
    const known = ready.get(answer);
    if (known !== undefined) return known;
    const whole = writeOut(answer, types.get(answer.status));
    const constant = { ...whole, body: Buffer.from(whole.body ?? '').toString('latin1') };
    ready.set(answer, constant);
    return constant;
  };
}

/** A body without a content type of its own is JSON. */
function writeOut(
  { status, body, headers }: Answer<AppRoute>,
  type: string | undefined,
): WholeAnswer {
  if (body === undefined) return { status, headers: { ...noSniff, ...headers }, body };
  const text = type === undefined ? JSON.stringify(body) : body;
  const bytes = text instanceof Uint8Array ? text : Buffer.from(String(text));
  const complete = completeHeaders(type ?? jsonType, bytes.length);
  return { status, headers: { ...complete, ...headers }, body: bytes };
}
