import {
  type Collector,
  fingerprintRotations,
  fingerprintSecrets,
  rotatableNames,
  type Secrets,
} from '../index.ts';
import type { Manifest } from './manifest.ts';

/**
 * Holds the secrets at hand against those that the earlier build used. Reports output/secrets-gone,
 * output/secrets-foreign and output/stage-skipped. A leaf certificate may have been issued anew, and of a secret
 * that is being rotated the earlier build may have used either generation.
 */
export function compareSecrets(
  previous: Manifest,
  secrets: Secrets | undefined,
  options: { readonly file: string; readonly diagnostics: Collector },
): void {
  const { file, diagnostics } = options;
  const current = secrets === undefined ? {} : fingerprintSecrets(secrets);
  const rotations = (secrets && fingerprintRotations(secrets)) ?? {};
  const names = Object.keys(previous.secrets);
  const gone = names.filter((name) => !(name in current));
  if (gone.length > 0) diagnostics.report('output/secrets-gone', [], { names: gone, file });
  const known = rotatableNames.filter((name) => name in previous.secrets && name in current);
  const foreign = known.filter(
    (name) => ![current[name], rotations[name]?.other].includes(previous.secrets[name]),
  );
  if (foreign.length > 0) {
    diagnostics.report('output/secrets-foreign', [], { names: foreign, file });
  }
  if (secrets === undefined) return;
  for (const name of known.filter((each) => !foreign.includes(each))) {
    const skipped = skippedStage(name, previous, secrets, current);
    if (skipped !== undefined) diagnostics.report('output/stage-skipped', [], { name, ...skipped });
  }
}

const states = ['none', 'trust', 'switch', 'drop'] as const;
type State = (typeof states)[number];

/**
 * The stage that the earlier build has and the one that the secrets have, when another one lies between them:
 * nodes of both builds would not trust each other. Undefined when all is in order. `current` holds the fingerprints of
 * the secrets.
 */
export function skippedStage(
  name: (typeof rotatableNames)[number],
  previous: Manifest,
  secrets: Secrets,
  current: Readonly<Record<string, string>>,
): { readonly built: State; readonly wanted: State } | undefined {
  const wanted = secrets.rotations?.[name]?.stage ?? 'none';
  const built = previous.rotations?.[name]?.stage ?? 'none';
  const same = previous.secrets[name] === current[name];
  const at = (state: State, ended: boolean) =>
    state === 'none' && ended ? states.indexOf('drop') : states.indexOf(state);
  // Without a rotation in one of the two, the key in use says whether it is before it or after it.
  const from = at(built, same && ['switch', 'drop'].includes(wanted));
  const to = at(wanted, same && ['switch', 'drop'].includes(built));
  return Math.abs(from - to) > 1 ? { built, wanted } : undefined;
}
