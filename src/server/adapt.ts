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

type Answer<Route extends AppRoute> = ServerInferResponses<Route> & {
  readonly headers?: Readonly<Record<string, string>>;
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
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const input = readInput(route, request);
        if (typeof input === 'string') return refuse(reply, input);
        const answer = await handler(input as never, request);
        return send(reply, route, answer);
      },
    });
  }
}

function readInput(route: AppRoute, request: FastifyRequest): object | string {
  const params = validateIfSchema(request.params, route.pathParams);
  if (params.error) return 'the address';
  const query = validateIfSchema(request.query, route.query);
  if (query.error) return 'the query';
  const body = validateIfSchema(request.body, 'body' in route ? route.body : undefined);
  if (body.error) return 'the body';
  return { params: params.value, query: query.value, body: body.value };
}

function refuse(reply: FastifyReply, what: string): FastifyReply {
  return reply.code(400).send({ code: 'invalid', message: `${what} is not as described` });
}

function send(reply: FastifyReply, route: AppRoute, answer: Answer<AppRoute>): FastifyReply {
  const { status, body, headers } = answer;
  const described = route.responses[status];
  if (described !== undefined && isAppRouteOtherResponse(described)) {
    reply.type(described.contentType);
  }
  if (headers !== undefined) reply.headers(headers);
  return reply.code(status).send(body);
}
