import { displayWidth, expandTabs } from '../text/display-width.ts';
import { compareDiagnostics } from './compare.ts';
import type { Diagnostic, Span } from './diagnostic.ts';
import { redactLine } from './redact.ts';

export interface FormatOptions {
  /** ANSI colours; the default is none. */
  readonly color?: boolean;
  /** What stands before every file name, for example `profiles/`. */
  readonly directory?: string;
}

const contextLines = 2;

/**
 * The diagnostics for a person: `file:line:col: error[code]: message`, up to two lines before the place and
 * the line itself, an underline in terminal columns, the table of figures, the hint; sorted by file, line, column and code, with a
 * summary as the last line. `texts` holds the sources by file name; a file that is not there gets no excerpt.
 * What looks like a secret in an excerpt is dotted out. Nothing to say gives the empty string.
 */
export function formatDiagnostics(
  list: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  options: FormatOptions = {},
): string {
  if (list.length === 0) return '';
  const paint = options.color ? paintAnsi : paintNothing;
  const lines = new Map([...texts].map(([file, text]) => [file, text.split(/\r?\n/)]));
  const blocks = list
    .toSorted(compareDiagnostics)
    .map((diagnostic) => formatOne(diagnostic, lines, paint, options.directory ?? ''));
  return `${[...blocks, summarize(list)].join('\n\n')}\n`;
}

/** One sentence: `3 errors, 1 warning`. */
export function summarize(list: readonly Diagnostic[]): string {
  const errors = list.filter((diagnostic) => diagnostic.severity === 'error').length;
  return [count(errors, 'error'), count(list.length - errors, 'warning')]
    .filter((part) => part !== '')
    .join(', ');
}

function count(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

type Paint = (style: 'error' | 'warning' | 'strong' | 'faint' | 'hint', text: string) => string;

const paintNothing: Paint = (_style, text) => text;

const ansi = { error: '1;31', warning: '1;33', strong: '1', faint: '2', hint: '36' } as const;
const paintAnsi: Paint = (style, text) => `\u001b[${ansi[style]}m${text}\u001b[0m`;

function formatOne(
  diagnostic: Diagnostic,
  texts: ReadonlyMap<string, readonly string[]>,
  paint: Paint,
  directory: string,
): string {
  const { span, severity, code, hint } = diagnostic;
  const place = span === undefined ? '' : `${directory}${span.file}:${span.line}:${span.column}: `;
  const label = paint(severity, `${severity}[${code}]`);
  const rows = [`${paint('strong', place)}${label}: ${printable(diagnostic.message)}`];
  const lines = span && texts.get(span.file);
  if (span !== undefined && lines !== undefined)
    rows.push(...excerpt(span, lines, severity, paint));
  rows.push(...(diagnostic.details ?? []).map((line) => `  ${printable(line)}`));
  if (hint !== undefined) rows.push(`  ${paint('hint', 'hint:')} ${printable(hint)}`);
  return rows.join('\n');
}

function excerpt(
  span: Span,
  lines: readonly string[],
  severity: 'error' | 'warning',
  paint: Paint,
): string[] {
  const width = String(span.line).length;
  const mark = underline(span, lines[span.line - 1] ?? '');
  const shift = Math.max(0, mark.indent - (longest - 60));
  const rows: string[] = [];
  for (let number = Math.max(1, span.line - contextLines); number <= span.line; number += 1) {
    const text = window(expandTabs(redactLine(lines[number - 1] ?? '')), shift);
    rows.push(`${paint('faint', `  ${String(number).padStart(width)} |`)} ${text}`.trimEnd());
  }
  const carets = paint(severity, '^'.repeat(Math.min(mark.length, longest - mark.indent + shift)));
  const gutter = paint('faint', `  ${' '.repeat(width)} |`);
  return [...rows, `${gutter} ${' '.repeat(mark.indent - shift)}${carets}`];
}

/** Terminal columns of a line that are shown. */
const longest = 160;

function window(text: string, shift: number): string {
  const end = text.length > shift + longest ? '…' : '';
  if (shift === 0) return text.slice(0, longest) + end;
  return text.length <= shift ? '' : `…${text.slice(shift + 1, shift + longest)}${end}`;
}

/** Where the marked part of the line begins and how long it is, in terminal columns. */
function underline(span: Span, line: string): { readonly indent: number; readonly length: number } {
  const indent = displayWidth(line.slice(0, span.column - 1));
  const end = span.endLine === span.line ? span.endColumn - 1 : line.trimEnd().length;
  const marked = line.slice(span.column - 1, Math.max(end, span.column));
  return { indent, length: Math.max(1, displayWidth(marked, indent)) };
}

/** Text from a profile could hold terminal escapes. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '·');
}
