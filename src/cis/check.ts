import type { NodeView } from './node-view.ts';

/** What one node says to one item: the status, and what was found there. */
export interface Verdict {
  readonly status: 'pass' | 'fail' | 'manual' | 'not-applicable';
  readonly found: string;
}

/** Judges one item on one node; undefined when the node has nothing that the item is about. */
export type Check = (node: NodeView) => Verdict | undefined;

/** Pass or fail, with what was found. */
export function verdict(holds: boolean, found: string): Verdict {
  return { status: holds ? 'pass' : 'fail', found };
}

/** Nothing that a file of the node could decide, and where to look. */
export function manual(found: string): Verdict {
  return { status: 'manual', found };
}

/** The item is about something that is done in another way here. */
export function notApplicable(found: string): Verdict {
  return { status: 'not-applicable', found };
}
