import { codes } from '../diagnostics/codes.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';

/** What docs/diagnostics.md says of a code; undefined when there is no such code. */
export function explainCode(
  code: string,
): { readonly severity: Severity; readonly doc: string } | undefined {
  const known = Object.entries(codes).find(([name]) => name === code);
  if (known === undefined) return undefined;
  const { severity, doc } = known[1];
  return { severity, doc };
}
