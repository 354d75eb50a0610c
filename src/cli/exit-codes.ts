/** Exit codes of every command (docs/architecture.md). */
export const exitCodes = { ok: 0, input: 1, usage: 2, world: 3, different: 4, bug: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
