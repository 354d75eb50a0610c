import { hashToken, isPeer, plainAddress, presentedToken, sameHash } from '../access.ts';
import type { Asked, Handlers } from '../adapt.ts';
import type { ServerContext } from '../context.ts';
import type { Contract, Refusal } from '../contract.ts';
import type { Document, ShelfNode } from '../shelf.ts';

type Given = {
  readonly status: 200;
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
};
type Refused = { readonly status: 403 | 404 | 410; readonly body: Refusal };

/**
 * Documents of nodes. Who shows no proof learns nothing, not even which nodes there are (403). What holds secrets is
 * taken from the state before its first byte is sent, and refused (410) until the node is armed anew: a transfer that
 * breaks off counts as given.
 */
export function documentHandlers(
  context: ServerContext,
): Pick<Handlers<Contract>, 'seed' | 'once'> {
  return {
    once: ({ params }, request) => {
      const tokenSha256 = hashToken(params.token);
      const giveTo = (name: string | undefined) => {
        const node = name === undefined ? undefined : context.shelf.nodes.get(name);
        if (node === undefined) return refuseProof();
        return give(context, node, params.file, request, tokenSha256);
      };
      const owner = context.state.nodeOfToken(tokenSha256, context.now());
      return owner instanceof Promise ? owner.then(giveTo) : giveTo(owner);
    },
    seed: async ({ params }, request) => {
      const node = context.shelf.nodes.get(params.node);
      if (node === undefined) return refuseProof();
      const token = presentedToken(request.headers.authorization);
      const tokenSha256 = token === undefined ? undefined : hashToken(token);
      const document = node.documents.get(params.file);
      const peer = plainAddress(request.ip);
      const isNode = isPeer(node, peer, context.networks, document?.secret === true);
      if (isNode || fits(document, tokenSha256)) {
        return await give(context, node, params.file, request);
      }
      if (tokenSha256 !== undefined) {
        const owner = await context.state.nodeOfToken(tokenSha256, context.now());
        if (owner === node.name) {
          return await give(context, node, params.file, request, tokenSha256);
        }
      }
      context.metrics.document(node.name, 'refused');
      return refuseProof();
    },
  };
}

/** The token that a split document carries for its own part. */
function fits(document: Document | undefined, tokenSha256: string | undefined): boolean {
  if (document?.tokenSha256 === undefined || tokenSha256 === undefined) return false;
  return sameHash(document.tokenSha256, tokenSha256);
}

/** At once, but for what holds secrets. */
function give(
  context: ServerContext,
  node: ShelfNode,
  file: string,
  request: Asked,
  tokenSha256?: string,
): Given | Refused | Promise<Given | Refused> {
  const document = node.documents.get(file);
  if (document === undefined) return refuse(404, 'unknown', 'this node has no such document');
  if (document.secret) return giveOnce(context, node, document, request, tokenSha256);
  return given(document);
}

function given({ text, bytes, headers }: Document): Given {
  return { status: 200, body: text ?? bytes, headers };
}

async function giveOnce(
  { state, metrics, now }: ServerContext,
  node: ShelfNode,
  document: Document,
  request: Asked,
  tokenSha256: string | undefined,
): Promise<Given | Refused> {
  const { file } = document;
  const taken = await state.take({
    node: node.name,
    file,
    at: now(),
    address: plainAddress(request.ip),
    ...(tokenSha256 === undefined ? {} : { tokenSha256 }),
  });
  metrics.document(node.name, taken ? 'given' : 'again');
  if (!taken) {
    request.log.warn({ node: node.name, file }, 'asked for again');
    return refuse(410, 'given', 'this was given before: arm the node to give it once more');
  }
  request.log.info({ node: node.name, file }, 'given');
  return given(document);
}

function refuseProof(): Refused {
  return refuse(403, 'no-proof', 'nothing shows that this machine may have it');
}

function refuse(status: Refused['status'], code: string, message: string): Refused {
  return { status, body: { code, message } };
}
