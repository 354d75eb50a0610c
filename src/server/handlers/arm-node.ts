import { randomBytes } from 'node:crypto';
import { hashToken } from '../access.ts';
import type { State } from '../state/state.ts';

/** A new one-time token: arms the node and says where its documents are. `expires` in ms since 1970. */
export async function armNode(
  state: Pick<State, 'arm'>,
  { node, expires, url }: { readonly node: string; readonly expires: number; readonly url: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await state.arm({ node, tokenSha256: hashToken(token), expires });
  return `${url}/once/${token}/`;
}
