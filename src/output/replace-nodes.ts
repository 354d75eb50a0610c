import { join } from 'node:path';
import {
  type Cluster,
  type Collector,
  checkReplaced,
  formatGuides,
  guideReplacement,
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

interface AtHand {
  readonly cluster: Cluster;
  /** As stored before this build. */
  readonly secrets: Secrets | undefined;
  readonly previous: Manifest | undefined;
  /** `out/<cluster>`. */
  readonly directory: string;
  /** The secrets file. */
  readonly file: string;
  readonly diagnostics: Collector;
}

/**
 * Settles which members of etcd found the cluster and which join it, and what a person does for those and for the
 * machines in `replace`. Raises the codes of checkReplaced and settleMembership, and replace/never-built.
 */
export function settleReplacement(
  { cluster, secrets: before, previous, directory, file, diagnostics }: AtHand,
  { secrets: completed }: { readonly secrets: Secrets },
  { replace, neverRan }: { readonly replace: readonly string[]; readonly neverRan: boolean },
): { readonly secrets: Secrets; readonly guide: Guide | undefined } {
  checkReplaced(cluster, replace, diagnostics);
  if (before === undefined && replace.length > 0) {
    diagnostics.report('replace/never-built', [], { file });
  }
  const handedOut = previous && membersOf(previous);
  const common = { cluster, before, handedOut, replace, neverRan, file, diagnostics };
  const { etcd, joining } = settleMembership(common);
  const { etcd: old, ...rest } = completed;
  const same = JSON.stringify(old) === JSON.stringify(etcd);
  const secrets = same ? completed : { ...rest, ...(etcd && { etcd }) };
  if (diagnostics.hasErrors()) return { secrets, guide: undefined };
  const guides = guideReplacement(cluster, replace, joining, directory);
  if (guides.length === 0) return { secrets, guide: undefined };
  const names = [...new Set([...replace, ...(joining?.added ?? [])])].sort();
  const path = join(directory, `${replace.length > 0 ? 'replace' : 'join'}-${nameList(names)}.md`);
  return { secrets, guide: { path, text: formatGuides(guides) } };
}

/** Writes the guide beside the documents; it is no part of the build, so the next one leaves it there. */
export function keepGuide({ path, text }: Guide): void {
  writeWhole(path, new TextEncoder().encode(text), { mode: 0o644 });
}

/** The members of etcd that the build had documents for. */
function membersOf({ placement }: Manifest): string[] {
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
