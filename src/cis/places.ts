import { type Check, notApplicable, type Verdict, verdict } from './check.ts';
import type { NodeView } from './node-view.ts';

/** A file or directory of a node. */
export interface Place {
  readonly path: string;
  readonly mode: number;
  readonly user: string;
  readonly group: string;
}

/** The file or directory at `path`. */
export function placeAt({ machine }: NodeView, path: string): Place | undefined {
  return [...machine.files, ...machine.directories].find((place) => place.path === path);
}

/** Whether the mode gives nothing that `limit` does not. */
export function isWithin(mode: number, limit: number): boolean {
  return (mode & ~limit) === 0;
}

/** Every place has at most the permissions of `limit`. */
export function judgeModes(places: readonly Place[], limit: number): Verdict {
  const wrong = places.find(({ mode }) => !isWithin(mode, limit));
  const shown = wrong ?? places[0];
  if (shown === undefined) return notApplicable('no such file lies on the node');
  const more = wrong === undefined && places.length > 1 ? `, and ${places.length - 1} more` : '';
  return verdict(wrong === undefined, `${shown.path} ${octal(shown.mode)}${more}`);
}

/** Every place belongs to `owner`, user:group. */
export function judgeOwners(places: readonly Place[], owner: string): Verdict {
  const wrong = places.find(({ user, group }) => `${user}:${group}` !== owner);
  const shown = wrong ?? places[0];
  if (shown === undefined) return notApplicable('no such file lies on the node');
  const more = wrong === undefined && places.length > 1 ? `, and ${places.length - 1} more` : '';
  return verdict(wrong === undefined, `${shown.path} ${shown.user}:${shown.group}${more}`);
}

/** Checks the mode of one path where it is there. */
export function modeOf(path: string, limit: number): Check {
  return (node) => {
    const place = placeAt(node, path);
    return place && judgeModes([place], limit);
  };
}

/** Checks the owner of one path where it is there. */
export function ownerOf(path: string, owner = 'root:root'): Check {
  return (node) => {
    const place = placeAt(node, path);
    return place && judgeOwners([place], owner);
  };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
