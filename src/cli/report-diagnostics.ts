import { formatDiagnostics } from '../index.ts';
import type { Findings } from '../output/open-profile.ts';
import type { Terminal } from './terminal.ts';

/** Prints every diagnostic with its place, context and hint; silent when there are none. */
export function reportDiagnostics(result: Findings, terminal: Terminal): void {
  if (result.diagnostics.length === 0) return;
  terminal.complain(formatDiagnostics(result.diagnostics, result.texts, { color: terminal.color }));
}
