import type { Diagnostic, Path } from './diagnostic.ts';

/** A warning that the profile knows of and accepts, with the person's reason. */
export interface Acceptance {
  readonly code: string;
  readonly reason: string;
  /** Where the profile says so. */
  readonly path: Path;
  /** Whether it is meant for a finding at that place; without it for every one of the code. */
  readonly covers?: (path: Path) => boolean;
}

/** A warning that was accepted. */
export interface AcceptedDiagnostic extends Diagnostic {
  readonly reason: string;
}

/** The acceptance that a finding falls under; an error falls under none. */
export function acceptanceOf(
  { code, severity, path }: Diagnostic,
  acceptances: readonly Acceptance[],
): Acceptance | undefined {
  if (severity !== 'warning') return undefined;
  return acceptances.find(
    (acceptance) => acceptance.code === code && (acceptance.covers?.(path) ?? true),
  );
}
