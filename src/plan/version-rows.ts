import { isAtLeast, minorOf } from './minors.ts';

/**
 * One entry of a table that covers several minors. The fields are those of the newest minor that has it; `was` holds
 * what was different up to and with an older one. A row without `since` is there from 1.33 on, the first of the
 * current lines; 1.7 stands apart and is named.
 */
export type VersionRow<Fields> = Fields & {
  readonly since?: string;
  readonly until?: string;
  readonly was?: readonly (Partial<Fields> & { readonly until: string })[];
};

/** A row whatever its fields. */
type AnyRow = Pick<VersionRow<unknown>, 'since' | 'until'>;

/** The line that stands apart, and the first of the current ones. */
export const oldLine = '1.7';
export const firstCurrentLine = '1.33';

/** The first minor of the table that has the row. */
export function firstMinor({ since, until }: AnyRow): string {
  return since ?? (until === oldLine ? oldLine : firstCurrentLine);
}

/** Whether the minor of `version` has the row; a version newer than the table is taken for its newest. */
export function isInVersion(row: AnyRow, version: string): boolean {
  if (!isAtLeast(version, firstMinor(row))) return false;
  return row.until === undefined || !isAfter(version, row.until);
}

/** The fields of the row in that version, or undefined when the version does not have it. */
export function rowAt<Fields extends object>(
  row: VersionRow<Fields> | undefined,
  version: string,
): Fields | undefined {
  if (row === undefined || !isInVersion(row, version)) return undefined;
  const { since: _since, until: _until, was, ...newest } = row;
  const older = was?.find(({ until }) => !isAfter(version, until));
  if (older === undefined) return newest as unknown as Fields;
  const { until: _last, ...changed } = older;
  return { ...newest, ...changed } as unknown as Fields;
}

function isAfter(version: string, minor: string): boolean {
  return minorOf(version) !== minor && isAtLeast(version, minor);
}
