import { join } from 'node:path';
import {
  type Cluster,
  type Collector,
  checkReplaced,
  formatGuides,
  guideReplacement,
  type Joining,
  type Secrets,
  settleMembership,
} from '../index.ts';
import type { Manifest } from './manifest.ts';
import { writeWhole } from './write-whole.ts';

/** Steps for a person, and the file that keeps them. */
export interface Guide {
  readonly path: string;
  /** Markdown. */
  readonly text: string;
}

/** What decides which members of etcd are told what. */
export interface MembersAtHand {
  readonly cluster: Cluster;
  /** As stored before this build. */
  readonly secrets: Secrets | undefined;
  /** Members that the last build had documents for, when that is known. */
  readonly handedOut: readonly string[] | undefined;
  /** The secrets file. */
  readonly file: string;
  readonly diagnostics: Collector;
}

/** What a person says of the machines. */
export interface Aftercare {
  readonly replace: readonly string[];
  readonly neverRan: boolean;
}

interface AtHand extends Omit<MembersAtHand, 'handedOut'> {
  readonly previous: Manifest | undefined;
  /** `out/<cluster>`. */
  readonly directory: string;
}

/** The completed secrets with the record of who founded and who joined etcd. Raises the codes of settleMembership. */
export function settleMembers(
  { secrets: before, ...atHand }: MembersAtHand,
  completed: Secrets,
  aftercare: Aftercare,
): { readonly secrets: Secrets; readonly joining: Joining | undefined } {
  const { etcd, joining } = settleMembership({ ...atHand, ...aftercare, before });
  const { etcd: old, ...rest } = completed;
  const same = JSON.stringify(old) === JSON.stringify(etcd);
  return { secrets: same ? completed : { ...rest, ...(etcd && { etcd }) }, joining };
}

/**
 * Settles which members of etcd found the cluster, which join it and which leave it, and what a person does for those
 * and for the machines in `replace`. Raises the codes of checkReplaced and settleMembership, and replace/never-built.
 */
export function settleReplacement(
  { previous, directory, ...atHand }: AtHand,
  { secrets: completed }: { readonly secrets: Secrets },
  aftercare: Aftercare,
): { readonly secrets: Secrets; readonly guide: Guide | undefined } {
  const { cluster, file, diagnostics } = atHand;
  const { replace } = aftercare;
  checkReplaced(cluster, replace, diagnostics);
  if (atHand.secrets === undefined && replace.length > 0) {
    diagnostics.report('replace/never-built', [], { file });
  }
  const handedOut = previous && membersOf(previous);
  const { secrets, joining } = settleMembers({ ...atHand, handedOut }, completed, aftercare);
  if (diagnostics.hasErrors()) return { secrets, guide: undefined };
  const guides = guideReplacement(cluster, replace, joining, directory);
  if (guides.length === 0) return { secrets, guide: undefined };
  const path = join(directory, guideName(replace, joining));
  return { secrets, guide: { path, text: formatGuides(guides) } };
}

function guideName(replace: readonly string[], joining: Joining | undefined): string {
  const { added = [], removed = [] } = joining ?? {};
  const [kind, names] =
    replace.length > 0
      ? ['replace', [...replace, ...added]]
      : added.length > 0
        ? ['join', added]
        : ['leave', removed];
  return `${kind}-${nameList([...new Set(names)].sort())}.md`;
}

/** Writes the guide beside the documents; it is no part of the build, so the next one leaves it there. */
export function keepGuide({ path, text }: Guide): void {
  writeWhole(path, new TextEncoder().encode(text), { mode: 0o644 });
}

/** The members of etcd that the build had documents for. */
export function membersOf({ placement }: Manifest): string[] {
  const prefix = 'certificate/etcd-peer@';
  const names = placement.flatMap(({ secret }) =>
    secret.startsWith(prefix) ? [secret.slice(prefix.length)] : [],
  );
  return [...new Set(names)];
}

/** A few names in a file's name. */
function nameList(names: readonly string[]): string {
  const [first = '', ...others] = names;
  return names.length > 3 ? `${first}-and-${others.length}-more` : names.join('+');
}
