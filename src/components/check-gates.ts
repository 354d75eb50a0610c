import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import { nearest } from '../text/nearest.ts';
import type { FlagValue } from './flags/flag-value.ts';
import { gateAt, gateNames, gateRow } from './tables/gates.ts';
import { versionRange } from './version-range.ts';

/**
 * Checks feature gates by name: every program exits on one that it does not know, and on a locked one with the
 * other value. Reports components/unknown-feature-gate and components/locked-feature-gate at `path`, or at the
 * gate's own line when they are fields.
 */
export function checkGates(
  version: string,
  gates: ReadonlyMap<string, unknown>,
  path: Path,
  diagnostics: Collector,
  ownLines: boolean,
): void {
  for (const [gate, value] of gates) {
    const place = ownLines ? [...path, gate] : path;
    const known = gateAt(version, gate);
    if (known === undefined) {
      const range = versionRange(gateRow(gate), version);
      const guess = range === undefined ? nearest(gate, gateNames(version)) : undefined;
      const args = {
        gate,
        version,
        ...(range === undefined ? {} : { range }),
        ...(guess === undefined ? {} : { nearest: guess }),
      };
      diagnostics.report('components/unknown-feature-gate', place, args, { onKey: true });
    } else if (known.locked && String(value).toLowerCase() !== String(known.default)) {
      const args = { gate, version, value: known.default };
      diagnostics.report('components/locked-feature-gate', place, args, { onKey: true });
    }
  }
}

/** The gates of a --feature-gates flag: `A=true,B=false`, a list of those, or a mapping; `kube:` may stand before one. */
export function gatesOfFlag(value: FlagValue): Map<string, unknown> {
  if (typeof value === 'object' && !Array.isArray(value)) return new Map(Object.entries(value));
  const texts = [value].flat().flatMap((text) => String(text).split(','));
  return new Map(
    texts
      .map((text) => text.trim().replace(/^kube:/, ''))
      .filter((text) => text !== '')
      .map((text) => {
        const [gate = '', setting = ''] = text.split('=');
        return [gate, setting] as const;
      }),
  );
}
