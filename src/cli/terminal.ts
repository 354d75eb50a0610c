import { styleText } from 'node:util';

/** How a command talks: results to standard output, everything else to standard error. */
export interface Terminal {
  readonly color: boolean;
  readonly quiet: boolean;
  /** Result text, for the person or the next program. */
  print(text: string): void;
  /** Progress and remarks; silent with --quiet. */
  note(text: string): void;
  /** Diagnostics and failures. */
  complain(text: string): void;
}

/** The terminal of this process. Colour only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function openTerminal(quiet: boolean): Terminal {
  return {
    get color() {
      return process.stderr.isTTY === true && !process.env.NO_COLOR;
    },
    quiet,
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => {
      if (!quiet) process.stderr.write(`${text}\n`);
    },
    complain: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Bold text when the terminal shows colours. */
export function bold(terminal: Terminal, text: string): string {
  return terminal.color ? styleText('bold', text, { validateStream: false }) : text;
}

/** Lines of a table with columns padded to their widest cell; columns in `right` are right-aligned. */
export function formatTable(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
