import type { Collector } from '../diagnostics/collector.ts';
import { type RotatableName, rotatableNames } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import { isOfCaInUse, withRetired } from './renew.ts';
import { stateOf, withoutRotation } from './rotate.ts';

/** Every old generation that the store still holds: names of rotations that have ended, ids of certificates. */
export function listDroppable(secrets: Secrets): string[] {
  return [
    ...rotatableNames.filter((name) => stateOf(secrets, name) === 'drop'),
    ...Object.keys(secrets.retired ?? {}),
  ];
}

/**
 * Deletes old generations for good: of a secret whose rotation has come to its last stage, or of renewed
 * certificates. With a CA go the retired certificates that it signed. Raises pki/nothing-retired, and
 * pki/stage-order while the old generation is still accepted.
 */
export function dropGenerations(
  secrets: Secrets,
  names: readonly string[],
  diagnostics: Pick<Collector, 'report'>,
): Secrets {
  let result = secrets;
  for (const name of names) {
    const rotated = rotatableNames.find((known) => known === name);
    if (rotated !== undefined) result = dropRotation(result, rotated, diagnostics);
    else if (result.retired?.[name] === undefined) {
      diagnostics.report('pki/nothing-retired', [], { id: name });
    } else result = withRetired(result, { ...result.retired, [name]: [] });
  }
  return result;
}

function dropRotation(
  secrets: Secrets,
  name: RotatableName,
  diagnostics: Pick<Collector, 'report'>,
): Secrets {
  const from = stateOf(secrets, name);
  if (from === 'none') diagnostics.report('pki/nothing-retired', [], { id: name });
  else if (from !== 'drop')
    diagnostics.report('pki/stage-order', [], { name, from, asked: 'none' });
  if (from !== 'drop') return secrets;
  const rest = withoutRotation(secrets, name);
  const retired = Object.entries(rest.retired ?? {}).map(
    ([id, pairs]) => [id, pairs.filter((pair) => isOfCaInUse(rest, id, pair))] as const,
  );
  return withRetired(rest, Object.fromEntries(retired));
}
