/** One line of a comparison: kept, only before, or only after. */
interface Edit {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

const context = 2;
/** Above so many pairs of lines the middle is told as a whole: the table would take too much memory. */
const largest = 4_000_000;

/**
 * What differs between two texts, as the hunks of a unified diff (POSIX diff -u) without its two header lines; empty
 * when they are the same. A missing end of line is told as GNU diff does.
 */
export function unifiedDiff(before: string, after: string): string[] {
  if (before === after) return [];
  const edits = compareLines(linesOf(before), linesOf(after));
  return hunksOf(edits);
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}

function compareLines(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const rest = Math.min(before.length, after.length) - head;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = (line: string): Edit => ({ mark: ' ', line });
  return [
    ...before.slice(0, head).map(kept),
    ...compareMiddle(
      before.slice(head, before.length - tail),
      after.slice(head, after.length - tail),
    ),
    ...before.slice(before.length - tail).map(kept),
  ];
}

/** The longest common subsequence, by its table. */
function compareMiddle(before: readonly string[], after: readonly string[]): Edit[] {
  if (before.length * after.length > largest) return replaceAll(before, after);
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length && column < after.length) {
    const line = before[row] ?? '';
    if (line === after[column]) {
      edits.push({ mark: ' ', line });
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      edits.push({ mark: '-', line });
      row += 1;
    } else {
      edits.push({ mark: '+', line: after[column] ?? '' });
      column += 1;
    }
  }
  return [...edits, ...replaceAll(before.slice(row), after.slice(column))];
}

function replaceAll(before: readonly string[], after: readonly string[]): Edit[] {
  return [
    ...before.map((line): Edit => ({ mark: '-', line })),
    ...after.map((line): Edit => ({ mark: '+', line })),
  ];
}

function hunksOf(edits: readonly Edit[]): string[] {
  const changed = edits.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const groups: [first: number, last: number][] = [];
  for (const index of changed) {
    const open = groups.at(-1);
    if (open !== undefined && index - open[1] <= 2 * context) open[1] = index;
    else groups.push([index, index]);
  }
  return groups.flatMap(([first, last]) => hunkOf(edits, first, last));
}

function hunkOf(edits: readonly Edit[], first: number, last: number): string[] {
  const start = Math.max(0, first - context);
  const shown = edits.slice(start, last + context + 1);
  const above = edits.slice(0, start);
  const range = (list: readonly Edit[], other: Edit['mark']) =>
    list.filter(({ mark }) => mark !== other).length;
  const part = (other: Edit['mark']) => {
    const count = range(shown, other);
    return `${range(above, other) + (count === 0 ? 0 : 1)},${count}`;
  };
  return [
    `@@ -${part('+')} +${part('-')} @@`,
    ...shown.flatMap(({ mark, line }) => `${mark}${line}`.split('\n')),
  ];
}
