import { hashToken, isPeer, plainAddress, presentedToken, sameHash } from '../access.ts';
import type { Handlers } from '../adapt.ts';
import type { ServerContext } from '../context.ts';
import type { Contract } from '../contract.ts';
import type { ShelfNode } from '../shelf.ts';

/**
 * First-boot reports: from the address that the profile gives the node, from its place in a trusted network, or with the
 * token of its split document. Only people read them; nothing is decided by them.
 */
export function reportHandlers(context: ServerContext): Pick<Handlers<Contract>, 'report'> {
  const { state, metrics, networks, now } = context;
  return {
    report: async ({ params, body }, request) => {
      const node = context.shelf.nodes.get(params.node);
      const peer = plainAddress(request.ip);
      const known =
        node !== undefined &&
        (peer === node.address ||
          isPeer(node, peer, networks) ||
          holdsToken(node, presentedToken(request.headers.authorization)));
      if (!known) {
        return {
          status: 403,
          body: { code: 'no-proof', message: 'this machine is not the node that it reports for' },
        };
      }
      if (body.node !== node.name) {
        return {
          status: 409,
          body: { code: 'other-node', message: 'the report is of another node' },
        };
      }
      const at = now();
      await state.saveReport({ node: node.name, at, text: JSON.stringify(body) });
      metrics.report(node.name, at);
      return { status: 204, body: undefined };
    },
  };
}

function holdsToken(node: ShelfNode, token: string | undefined): boolean {
  if (token === undefined) return false;
  const hash = hashToken(token);
  return [...node.documents.values()].some(
    ({ tokenSha256 }) => tokenSha256 !== undefined && sameHash(tokenSha256, hash),
  );
}
