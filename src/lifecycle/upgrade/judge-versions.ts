import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { isAtLeast, minorOf, nextMinor } from '../../plan/minors.ts';
import { supportedMinors } from '../../profile/schema/names.ts';
import { nearest } from '../../text/nearest.ts';

/** Where a profile says its version. */
export const versionPath: Path = ['kubernetes', 'version'];

/**
 * Whether a cluster may go from one version to the other: no version that is not known, no downgrade, no minor left
 * out (kubernetes.io, Version Skew Policy). `known` are the releases with built-in checksums. Raises
 * upgrade/unknown-version, upgrade/downgrade and upgrade/skips-minor.
 */
export function judgeVersions(
  from: string,
  to: string,
  known: readonly string[],
  diagnostics: Pick<Collector, 'report'>,
): boolean {
  const problem = problemOf(from, to, known, diagnostics);
  problem?.();
  return problem === undefined;
}

function problemOf(
  from: string,
  to: string,
  known: readonly string[],
  { report }: Pick<Collector, 'report'>,
): (() => void) | undefined {
  if (!/^1\.\d+\.\d+$/.test(to) || !supportedMinors.some((minor) => minor === minorOf(to))) {
    const guess = nearestRelease(to, known);
    const args = {
      to,
      minors: supportedMinors,
      ...(guess === undefined ? {} : { nearest: guess }),
    };
    return () => report('upgrade/unknown-version', versionPath, args);
  }
  if (isOlder(to, from)) return () => report('upgrade/downgrade', versionPath, { from, to });
  const next = nextMinor(minorOf(from));
  if (minorOf(to) === minorOf(from) || minorOf(to) === next) return undefined;
  const release = known.find((version) => minorOf(version) === next);
  return () => report('upgrade/skips-minor', versionPath, { from, to, next: release ?? next });
}

/** The release whose minor, then whose patch, is the nearest; of a word that is no version, the one most alike. */
function nearestRelease(to: string, known: readonly string[]): string | undefined {
  const [, minor, patch] = /^1\.(\d+)(?:\.(\d+))?$/.exec(to) ?? [];
  if (minor === undefined) return nearest(to, known);
  const distance = (version: string) => {
    const [, otherMinor = 0, otherPatch = 0] = version.split('.').map(Number);
    const patches = patch === undefined ? 0 : Math.abs(otherPatch - Number(patch));
    return Math.abs(otherMinor - Number(minor)) * 1000 + patches;
  };
  return known.toSorted((a, b) => distance(a) - distance(b))[0];
}

function isOlder(version: string, other: string): boolean {
  if (minorOf(version) !== minorOf(other)) return !isAtLeast(version, minorOf(other));
  return Number(version.split('.')[2]) < Number(other.split('.')[2]);
}
