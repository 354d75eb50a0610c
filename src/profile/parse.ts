import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import { type Locate, locate, nodeAt } from '../diagnostics/locate.ts';
import type { SourceMap } from '../diagnostics/source-tree.ts';
import { acceptancesOf } from './acceptances.ts';
import { salvageProfile } from './draft.ts';
import { reportIssues } from './issues/report-issues.ts';
import { allRules } from './rules/all-rules.ts';
import { type Profile, profileSchema } from './schema/profile.ts';
import { loadLayers } from './source/load-layers.ts';
import { referencesIn } from './source/references.ts';
import { toValue } from './source/to-value.ts';

/** A profile that has the right shape, and where its parts were written. */
export interface ParsedProfile {
  readonly profile: Profile;
  readonly locate: Locate;
  /** Whether a value stands at the path in one of the sources; defaults do not. */
  wrote(path: Path): boolean;
}

/**
 * Reads, merges and checks the profile `name`. `sources` holds its text and those of the files that it names
 * (see `listReferences`), relative to it. Reports every `profile/…` code, all mistakes at once: the rules
 * between fields see whatever parts are valid. Undefined when the shape is wrong; when only rules are broken
 * the profile is returned, for the checks of later stages. Teaches `diagnostics` where paths lie.
 */
export function parseProfile(
  name: string,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): ParsedProfile | undefined {
  const root = loadLayers(name, sources, diagnostics);
  if (root === undefined) return undefined;
  const find: Locate = (path, onKey) => locate(root, path, onKey);
  diagnostics.locateWith(find);
  reportMissingFiles(root, sources, diagnostics);
  const value = toValue(root);
  const result = profileSchema.safeParse(value);
  if (!result.success) reportIssues(result.error.issues, root, diagnostics);
  const profile = result.success ? result.data : salvageProfile(profileSchema, value);
  diagnostics.accept(acceptancesOf(profile));
  const wrote = (path: Path) => nodeAt(root, path) !== undefined;
  for (const rule of allRules) rule({ profile, wrote }, diagnostics);
  return result.success ? { profile: result.data, locate: find, wrote } : undefined;
}

function reportMissingFiles(
  root: SourceMap,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): void {
  for (const { path, file } of referencesIn(root)) {
    if (!sources.has(file)) diagnostics.report('profile/missing-file', path, { file });
  }
}
