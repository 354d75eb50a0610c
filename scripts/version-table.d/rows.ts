/**
 * Between what each line of Kubernetes says and the compact tables of the compiler: one row for each name, with the
 * fields of the newest line that has it, and what was different before (src/plan/version-rows.ts reads them).
 */
import { firstCurrentLine, oldLine, rowAt, type VersionRow } from '../../src/plan/version-rows.ts';

export type Value = string | boolean;
export type Fields = Record<string, Value>;
export type Row = VersionRow<object>;
/** By name, what one line says. */
export type Line = ReadonlyMap<string, Fields>;

/** `1.9` before `1.33`. */
export function compareLines(a: string, b: string): number {
  return Number(a.split('.')[1]) - Number(b.split('.')[1]);
}

/** The lines of a table again: `fold` undone. */
export function unfold(
  table: Readonly<Record<string, Row>>,
  lines: readonly string[],
): Map<string, Map<string, Fields>> {
  return new Map(
    lines.map((line) => {
      const found = Object.entries(table).flatMap(([name, row]) => {
        const fields = rowAt(row, line);
        return fields === undefined ? [] : [[name, fields as Fields] as const];
      });
      return [line, new Map(found)] as const;
    }),
  );
}

/** One row for each name that any line has, sorted by name. */
export function fold(lines: ReadonlyMap<string, Line>): Record<string, Row> {
  const order = [...lines.keys()].sort(compareLines);
  const names = [...new Set(order.flatMap((line) => [...(lines.get(line)?.keys() ?? [])]))].sort();
  return Object.fromEntries(names.map((name) => [name, foldRow(name, order, lines)]));
}

function foldRow(name: string, order: readonly string[], lines: ReadonlyMap<string, Line>): Row {
  const found = order.flatMap((line) => {
    const fields = lines.get(line)?.get(name);
    return fields === undefined ? [] : [{ line, fields }];
  });
  const first = found[0]?.line ?? '';
  const last = found.at(-1)?.line ?? '';
  const missing = order
    .slice(order.indexOf(first), order.indexOf(last))
    .find((line) => !lines.get(line)?.has(name));
  // What was gone for a while counts from its return; only the lines since 1.33 are without a gap.
  if (missing !== undefined) return foldRow(name, order.slice(order.indexOf(missing) + 1), lines);
  const newest = found.at(-1)?.fields ?? {};
  const was = differences(newest, found);
  const natural = last === oldLine ? oldLine : firstCurrentLine;
  return {
    ...withoutFalse(newest),
    ...(first === natural ? {} : { since: first }),
    ...(last === order.at(-1) ? {} : { until: last }),
    ...(was.length === 0 ? {} : { was }),
  };
}

/** What was different, oldest first, each until the last line that had it so. */
function differences(newest: Fields, found: readonly { line: string; fields: Fields }[]) {
  const changes = found.map(({ line, fields }) => ({ line, change: difference(newest, fields) }));
  return changes
    .filter(({ change }, index) => {
      const next = changes[index + 1];
      return next !== undefined && JSON.stringify(change) !== JSON.stringify(next.change);
    })
    .map(({ line, change }) => ({ until: line, ...change }));
}

/** What an older line had otherwise; a mark that it lacked is false. */
function difference(newest: Fields, older: Fields): Fields {
  const keys = [...new Set([...Object.keys(newest), ...Object.keys(older)])].sort();
  const pairs = keys.map((key) => [key, older[key] ?? false] as const);
  return Object.fromEntries(pairs.filter(([key, value]) => value !== (newest[key] ?? false)));
}

function withoutFalse(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== false || key === 'default'),
  );
}
