import {
  type AppRoute,
  type AppRouter,
  isAppRoute,
  isAppRouteNoBody,
  isAppRouteOtherResponse,
} from '@ts-rest/core';
import * as z from 'zod/v4';

/** The OpenAPI 3.1 document of a contract (its schemas are JSON Schema 2020-12, as zod writes them). */
export function describeContract(
  contract: AppRouter,
  info: { readonly title: string; readonly version: string },
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(contract)) {
    if (!isAppRoute(route)) continue;
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(name, route) };
  }
  return { openapi: '3.1.0', info, paths };
}

function describeRoute(name: string, route: AppRoute): object {
  const body = 'body' in route && route.body instanceof z.ZodType ? route.body : undefined;
  const { summary, description } = route;
  return {
    operationId: name,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parameters('path', route.pathParams),
      ...parameters('query', 'query' in route ? route.query : undefined),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: Object.fromEntries(
      Object.entries(route.responses).map(([status, response]) => [
        status,
        { description: Number(status) < 300 ? 'Given.' : 'Refused.', ...content(response) },
      ]),
    ),
  };
}

function parameters(place: 'path' | 'query', schema: unknown): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: toSchema(value as z.ZodType),
  }));
}

function content(response: AppRoute['responses'][number]): object {
  if (isAppRouteNoBody(response)) return {};
  if (isAppRouteOtherResponse(response)) return { content: { [response.contentType]: {} } };
  return response instanceof z.ZodType ? { content: json(response) } : {};
}

function json(schema: z.ZodType): object {
  return { 'application/json': { schema: toSchema(schema) } };
}

function toSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
