import { hashToken, isTrusted, plainAddress, presentedToken, sameHash } from '../access.ts';
import type { Asked, Handlers } from '../adapt.ts';
import type { ServerContext } from '../context.ts';
import { type Contract, contract } from '../contract.ts';
import { describeContract } from '../openapi.ts';
import { armNode } from './arm-node.ts';
import { viewBoard } from './view-board.ts';

/** Asks a browser for the administrator’s token as the password. */
export const unauthorized = {
  status: 401 as const,
  body: { code: 'no-admin', message: 'this needs the administrator’s token' },
  headers: { 'www-authenticate': 'Basic realm="clusterseed", charset="UTF-8"' },
};

/** What is for people: arming, the board, metrics, health and the description of all this. */
export function adminHandlers(
  context: ServerContext,
): Pick<Handlers<Contract>, 'arm' | 'board' | 'metrics' | 'health' | 'openapi'> {
  const description = JSON.stringify(
    describeContract(contract, { title: 'clusterseed serve', version: context.version }),
  );
  const described = { status: 200, body: description, constant: true } as const;
  return {
    arm: async ({ params, body }, request) => {
      if (!isAdmin(context, request)) return unauthorized;
      const { node } = params;
      if (!context.shelf.nodes.has(node)) {
        return { status: 404, body: { code: 'unknown', message: 'no such node' } };
      }
      const expires = context.now() + body.seconds * 1000;
      const url = await armNode(context.state, { node, expires, url: context.url });
      request.log.info({ node }, 'armed');
      return { status: 200, body: { node, url, expires: new Date(expires).toISOString() } };
    },
    board: async (_input, request) =>
      maySee(context, request) ? { status: 200, body: await viewBoard(context) } : unauthorized,
    metrics: async (_input, request) =>
      maySee(context, request) ? { status: 200, body: await context.metrics.text() } : unauthorized,
    health: healthHandler(context),
    openapi: () => described,
  };
}

/** That the state could be read is believed for a second, so that no load of questions reaches it; a failure never. */
function healthHandler({ state, shelf, now }: ServerContext): Handlers<Contract>['health'] {
  const well = {
    status: 200,
    body: { status: 'ok', cluster: shelf.cluster },
    constant: true,
  } as const;
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    const asked = now();
    if (asked >= readAt && asked < readAt + 1000) return well;
    return Promise.resolve(state.nodeOfToken('', 0)).then(() => {
      readAt = asked;
      return well;
    });
  };
}

function isAdmin({ adminTokenSha256 }: ServerContext, request: Asked): boolean {
  const token = presentedToken(request.headers.authorization);
  return token !== undefined && sameHash(hashToken(token), adminTokenSha256);
}

/** What shows no secrets is open to the administrator and to trusted networks. */
export function maySee(context: ServerContext, request: Asked): boolean {
  return isTrusted(plainAddress(request.ip), context.networks) || isAdmin(context, request);
}
