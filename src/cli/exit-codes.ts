/** Exit codes of every command (docs/architecture.md). */
export const exitCodes = { ok: 0, input: 1, usage: 2, world: 3, different: 4, bug: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that stopped at these findings: one that is our own bug outweighs those of the input. */
export function failureOf(findings: readonly { readonly code: string }[]): ExitCode {
  const isBug = findings.some(({ code }) => code.startsWith('internal/'));
  return isBug ? exitCodes.bug : exitCodes.input;
}
