import { initContract } from '@ts-rest/core';
import * as z from 'zod/v4';

const c = initContract();

const refusal = z
  .object({ code: z.string(), message: z.string() })
  .describe('Why nothing was given.');
const bytes = (contentType: string) =>
  c.otherResponse({ contentType, body: c.type<Uint8Array | string>() });

/** A node's name, as in the profile. */
export const nodeName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const file = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);

/** What report.sh writes to /run/clusterseed/status.json. */
export const bootReport = z.strictObject({
  node: nodeName,
  state: z.enum(['running', 'done']),
  uptime: z.number().int().min(0).max(1e9),
  steps: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]{1,32}$/),
        state: z.enum(['waiting', 'running', 'failed', 'done']),
        seconds: z.number().int().min(0).max(1e9),
        detail: z.string().max(160),
      }),
    )
    .max(32),
});
export type BootReport = z.output<typeof bootReport>;

const boardNode = z.object({
  name: z.string(),
  roles: z.array(z.string()),
  address: z.string(),
  state: z.enum(['silent', 'running', 'failed', 'done']),
  /** Documents that were given, with the time (ms since 1970). */
  given: z.array(z.object({ file: z.string(), at: z.number() })),
  reportedAt: z.number().optional(),
  uptime: z.number().optional(),
  steps: bootReport.shape.steps,
});
const boardView = z.object({
  cluster: z.string(),
  kubernetes: z.string(),
  now: z.number(),
  nodes: z.array(boardNode),
  certificates: z.array(z.object({ name: z.string(), notAfter: z.string() })),
  links: z.array(
    z.object({ from: z.string(), to: z.string(), port: z.number(), protocol: z.string() }),
  ),
});
export type BoardView = z.output<typeof boardView>;
export type BoardNode = z.output<typeof boardNode>;

/** Everything that the server answers to. The adapter, the OpenAPI document and the tests are made from it. */
export const contract = c.router(
  {
    health: {
      method: 'GET',
      path: '/healthz',
      summary: 'The server runs and its state can be read',
      responses: { 200: z.object({ status: z.literal('ok'), cluster: z.string() }), 503: refusal },
    },
    metrics: {
      method: 'GET',
      path: '/metrics',
      summary: 'Metrics for Prometheus; for the administrator',
      responses: { 200: bytes('text/plain; version=0.0.4; charset=utf-8'), 401: refusal },
    },
    openapi: {
      method: 'GET',
      path: '/openapi.json',
      summary: 'This description',
      responses: { 200: bytes('application/json; charset=utf-8') },
    },
    ipxe: {
      method: 'GET',
      path: '/boot.ipxe',
      summary: 'First iPXE script: asks for the script of the machine that runs it',
      responses: { 200: bytes('text/plain; charset=utf-8') },
    },
    ipxeNode: {
      method: 'GET',
      path: '/ipxe',
      summary: 'iPXE script of the node with this MAC address, UUID or serial number',
      query: z.strictObject({
        mac: z.string().max(32).optional(),
        uuid: z.string().max(64).optional(),
        serial: z.string().max(128).optional(),
      }),
      responses: { 200: bytes('text/plain; charset=utf-8'), 404: refusal },
    },
    seed: {
      method: 'GET',
      path: '/seed/:node/:file',
      summary: 'A document of a node, to its address in a trusted network or with a bearer token',
      description: 'By name or SHA-256. What holds secrets is given once, until the node is armed.',
      pathParams: z.object({ node: nodeName, file }),
      responses: {
        200: bytes('application/octet-stream'),
        403: refusal,
        404: refusal,
        410: refusal,
      },
    },
    once: {
      method: 'GET',
      path: '/once/:token/:file',
      summary: 'A document of the node that this one-time token was made for',
      pathParams: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/), file }),
      responses: {
        200: bytes('application/octet-stream'),
        403: refusal,
        404: refusal,
        410: refusal,
      },
    },
    report: {
      method: 'POST',
      path: '/report/:node',
      summary: 'How far the first boot has come; from the node itself',
      pathParams: z.object({ node: nodeName }),
      body: bootReport,
      responses: { 204: c.noBody(), 403: refusal, 409: refusal },
    },
    arm: {
      method: 'POST',
      path: '/admin/nodes/:node/arm',
      summary: 'Let the node fetch its documents once more, and make a one-time token',
      pathParams: z.object({ node: nodeName }),
      body: z.strictObject({ seconds: z.number().int().min(1).max(2_592_000).default(3600) }),
      responses: {
        200: z.object({ node: z.string(), url: z.string(), expires: z.string() }),
        401: refusal,
        404: refusal,
      },
    },
    board: {
      method: 'GET',
      path: '/board/data',
      summary: 'The cluster as it comes up; for the administrator',
      responses: { 200: boardView, 401: refusal },
    },
  },
  { strictStatusCodes: true, commonResponses: { 400: refusal } },
);
export type Contract = typeof contract;
export type Refusal = z.output<typeof refusal>;
