import type { State } from './state.ts';

interface Owner {
  readonly node: string;
  readonly until: number;
}

/** How long the state need not be asked again, ms; how many tokens are remembered. */
const [life, most] = [1000, 10_000];

/**
 * A state that answers for a second from memory whose a token is: a machine asks for several documents at once. Only
 * what was found is remembered, and arming here forgets it. What holds secrets is safe all the same: `take` goes to the
 * state and looks at the token again.
 */
export function rememberOwners(state: State): State {
  const owners = new Map<string, Owner>();
  const ask = async (token: string, now: number) => {
    const node = await state.nodeOfToken(token, now);
    owners.delete(token);
    if (node === undefined) return undefined;
    if (owners.size >= most) owners.clear();
    owners.set(token, { node, until: now + life });
    return node;
  };
  return {
    ...state,
    arm: async (arming) => {
      await state.arm(arming);
      owners.clear();
    },
    nodeOfToken: (token, now) => {
      const known = owners.get(token);
      const fresh = known !== undefined && now < known.until && now >= known.until - life;
      return fresh ? known.node : ask(token, now);
    },
  };
}
