import { statSync } from 'node:fs';
import { join } from 'node:path';
import { WorldError } from '../output/world-error.ts';
import { loadShelf, type Shelf } from './shelf.ts';

/** The documents of the last whole build. */
export interface FollowedBuild {
  readonly shelf: Shelf;
  /** Takes a newer build over when there is one, at once and whole; otherwise leaves everything as it is. */
  look(): void;
}

/** What is said of a build that was taken over, or could not be (`problem`; once for each). */
export type Tell = (told: { readonly problem?: string }) => void;

/**
 * Follows `out/<cluster>/`. A build writes `manifest.json` last and whole, so that it is looked at first: when it has
 * changed, every document is read and compared with it before any of them is served. A build that is half written, has
 * no such documents, or is of another cluster is not taken; it is looked at again next time. Throws a WorldError when
 * there is no build at the start.
 */
export function followBuild(directory: string, tell: Tell): FollowedBuild {
  let taken = markOf(directory);
  let shelf = loadShelf(directory);
  let problem: string | undefined;
  const look = () => {
    const mark = markOf(directory);
    if (mark === taken) return;
    try {
      const next = loadShelf(directory);
      if (next.cluster !== shelf.cluster)
        throw new WorldError(`${directory} is of ${next.cluster}`);
      [shelf, taken, problem] = [next, mark, undefined];
      tell({});
    } catch (cause) {
      const message = cause instanceof WorldError ? cause.message : String(cause);
      if (message !== problem) tell({ problem: message });
      problem = message;
    }
  };
  return {
    get shelf() {
      return shelf;
    },
    look,
  };
}

/** Every rename gives another inode, also within the clock's grain. */
function markOf(directory: string): string {
  const found = statSync(join(directory, 'manifest.json'), { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
