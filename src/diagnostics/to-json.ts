import type { AcceptedDiagnostic } from './acceptance.ts';
import { compareDiagnostics } from './compare.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A diagnostic as `--format json` prints it; positions count from 1. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly details?: readonly string[];
  readonly path: readonly (string | number)[];
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** The accepted warnings as plain data for tools, each with its reason, in the same order. */
export function acceptedToJson(
  list: readonly AcceptedDiagnostic[],
): (JsonDiagnostic & { readonly reason: string })[] {
  return list
    .toSorted(compareDiagnostics)
    .flatMap((accepted) =>
      diagnosticsToJson([accepted]).map((plain) => ({ ...plain, reason: accepted.reason })),
    );
}

/** The diagnostics as plain data for tools, in the order of `formatDiagnostics`. */
export function diagnosticsToJson(list: readonly Diagnostic[]): JsonDiagnostic[] {
  return list
    .toSorted(compareDiagnostics)
    .map(({ code, severity, message, hint, details, path, span }) => ({
      code,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(details === undefined ? {} : { details }),
      path,
      ...(span ?? {}),
    }));
}
