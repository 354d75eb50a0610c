import { isBefore, nextMinor } from '../plan/minors.ts';
import {
  firstCurrentLine,
  firstMinor,
  isInVersion,
  oldLine,
  type VersionRow,
} from '../plan/version-rows.ts';

/** When a row that this version lacks came or went, in words: `was removed in 1.34`, `came with 1.36`. */
export function versionRange(
  row: VersionRow<object> | undefined,
  version: string,
): string | undefined {
  if (row === undefined || isInVersion(row, version)) return undefined;
  const first = firstMinor(row);
  if (isBefore(version, first))
    return `came ${first === firstCurrentLine ? 'by' : 'with'} ${first}`;
  if (row.until === oldLine) return `was removed by ${firstCurrentLine}`;
  return row.until === undefined ? undefined : `was removed in ${nextMinor(row.until)}`;
}
