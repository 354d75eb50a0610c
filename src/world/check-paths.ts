import { parentsOf } from '../machine/clashes.ts';
import { accessProblem } from './access.ts';
import { makerOf } from './made-at-run-time.ts';
import { hostPathOf } from './mounts.ts';
import type { Entry } from './places.ts';
import type { Reference } from './reference.ts';
import type { World } from './world.ts';

/**
 * Every path that a program of ours names exists on the node, is seen by its container, is the kind of thing that
 * is wanted, and the program may use it. Raises machine/missing-path, not-mounted, wrong-kind, no-access and
 * read-only-mount.
 */
export function checkPaths(world: World, references: readonly Reference[]): void {
  const seen = new Set<string>();
  for (const reference of references) {
    const key = `${reference.process.name} ${reference.path} ${reference.need}`;
    if (seen.has(key)) continue;
    seen.add(key);
    checkReference(world, reference);
  }
}

function checkReference(world: World, reference: Reference): void {
  const { path, process, by, from, need } = reference;
  const args = { who: process.name, by, path };
  const place = hostPathOf(process, path);
  if (place === undefined) {
    world.report('machine/not-mounted', from, args);
    return;
  }
  if (need === 'write' && place.mount?.readOnly) {
    world.report('machine/read-only-mount', from, args);
    return;
  }
  const entry = world.places.at(place.path);
  if (need === 'create' && (entry === undefined || entry.kind === 'directory')) return;
  if (need === 'write') {
    checkWritten(world, reference, place.path);
    return;
  }
  if (entry === undefined) {
    if (makerOf(world, place.path) === undefined) {
      world.report('machine/missing-path', from, args);
    }
    return;
  }
  const wrong = wrongKind(entry, need);
  if (wrong !== undefined) world.report('machine/wrong-kind', from, { ...args, ...wrong });
  reportAccess(world, reference, place, 4);
}

function wrongKind({ kind }: Entry, need: Reference['need']) {
  if (need === 'file' && kind === 'directory') return { is: 'a directory', wanted: 'a file' };
  if (need === 'directory' && kind !== 'directory') {
    return { is: 'a file', wanted: 'a directory' };
  }
  return undefined;
}

/** A file that the program writes: its directory is there and lets it; a directory of its own data likewise. */
function checkWritten(world: World, reference: Reference, path: string): void {
  const { process, by, from } = reference;
  const sealed = process.sealed.find((each) =>
    `${path}/`.startsWith(each === '/' ? each : `${each}/`),
  );
  if (sealed !== undefined) {
    const why = `its unit makes ${sealed} read-only`;
    world.report('machine/no-access', from, { who: process.name, by, path, why });
    return;
  }
  const [parent = '/'] = parentsOf(path);
  const target = world.places.at(path) === undefined ? parent : path;
  if (world.places.at(target) === undefined) {
    if (makerOf(world, target) !== undefined) return;
    world.report('machine/missing-path', from, { who: process.name, by, path: target });
    return;
  }
  reportAccess(world, reference, { path: target }, 2);
}

function reportAccess(
  { places, report }: World,
  { process, by, from, path }: Reference,
  place: { readonly path: string; readonly mount?: { readonly hostPath: string } },
  wanted: 4 | 2,
): void {
  const why = accessProblem(places, process, place.path, wanted, place.mount?.hostPath);
  if (why === undefined) return;
  report('machine/no-access', from, { who: process.name, by, path, why });
}
