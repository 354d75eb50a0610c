import {
  type AppRoute,
  type AppRouter,
  isAppRoute,
  isAppRouteOtherResponse,
  type ServerInferRequest,
  type ServerInferResponses,
  validateIfSchema,
} from '@ts-rest/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { completeHeaders } from './answer-headers.ts';

/**
 * An answer whose headers say its `content-length` has all its headers: it goes out as it is, a text as Latin-1, past
 * fastify's own work. One that is `constant`, the same object each time, is made into such a one once.
 */
type Answer<Route extends AppRoute> = ServerInferResponses<Route> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly constant?: true;
};
type Handler<Route extends AppRoute> = (
  input: ServerInferRequest<Route>,
  request: FastifyRequest,
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
    const send = answerSender(route);
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

type Send = (reply: FastifyReply, answer: Answer<AppRoute>) => FastifyReply;

/** The content type of each status is looked up once, when the route is registered. */
function answerSender(route: AppRoute): Send {
  const types = new Map<number, string>();
  for (const [status, response] of Object.entries(route.responses)) {
    if (isAppRouteOtherResponse(response)) types.set(Number(status), response.contentType);
  }
  const ready = new WeakMap<Answer<AppRoute>, Whole>();
  return (reply, answer) => {
    if (answer.constant && !ready.has(answer)) {
      ready.set(answer, writeOut(answer, types.get(answer.status)));
    }
    const { status, body, headers } = ready.get(answer) ?? answer;
    if (headers !== undefined && 'content-length' in headers) {
      reply.hijack().raw.writeHead(status, headers).end(body, 'latin1');
      return reply;
    }
    const type = types.get(status);
    if (type !== undefined) reply.header('content-type', type);
    if (headers !== undefined) reply.headers(headers);
    return reply.code(status).send(body);
  };
}

/** An answer with all its headers, its text as Latin-1. */
interface Whole {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** As fastify would send it: a body without a content type of its own as JSON. */
function writeOut({ status, body }: Answer<AppRoute>, type: string | undefined): Whole {
  const bytes = Buffer.from(type === undefined ? JSON.stringify(body) : String(body));
  const headers = completeHeaders(type ?? 'application/json; charset=utf-8', bytes.length);
  return { status, body: bytes.toString('latin1'), headers };
}
