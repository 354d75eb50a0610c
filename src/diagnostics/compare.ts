import type { Diagnostic } from './diagnostic.ts';

/** Order for people: file, line, column, code; what has no position comes last. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.span === undefined || b.span === undefined) {
    return Number(a.span === undefined) - Number(b.span === undefined) || byCode(a, b);
  }
  return (
    compareText(a.span.file, b.span.file) ||
    a.span.line - b.span.line ||
    a.span.column - b.span.column ||
    byCode(a, b)
  );
}

function byCode(a: Diagnostic, b: Diagnostic): number {
  return compareText(a.code, b.code) || compareText(a.message, b.message);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
