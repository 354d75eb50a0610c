import type { Severity } from './diagnostic.ts';

/** What the table knows of one code; `message`, `hint` and `details` never contain a secret's value. */
export interface CodeDefinition<Args> {
  readonly severity: Severity;
  readonly message: (args: Args) => string;
  readonly hint?: (args: Args) => string | undefined;
  /** Lines of a table below the message, when a person needs figures to decide. */
  readonly details?: (args: Args) => readonly string[];
  /** One sentence for the reference: when it is reported and what to do. */
  readonly doc: string;
}

/** Declares one code with its typed arguments. */
export function defineCode<Args = Record<never, never>>(
  definition: CodeDefinition<Args>,
): CodeDefinition<Args> {
  return definition;
}
