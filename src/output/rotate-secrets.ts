import {
  type CertificateSelection,
  dropGenerations,
  listDroppable,
  type RotatableName,
  type RotationMove,
  type RotationState,
  renewCertificates,
  restoreCertificates,
  rotatableNames,
  rotateSecret,
  selectCertificates,
  stateOf,
} from '../index.ts';
import type { OpenOptions } from './open-profile.ts';
import { type Planned, planSecrets, type SecretsAtHand, type SecretsPlan } from './plan-secrets.ts';

/** A profile, its secrets, and the time. */
export interface ChangeOptions extends OpenOptions {
  readonly now: Date;
}

/** Plans to issue the selected certificates anew; `detail` has their ids and those of missing ones. */
export async function planRenewal(
  options: ChangeOptions,
  selection: CertificateSelection,
): Promise<Planned<SecretsPlan<readonly string[]>>> {
  const { now } = options;
  return await planSecrets(options, async ({ cluster, secrets, profile }) => {
    const { diagnostics } = profile;
    const ids = selectCertificates(cluster, secrets, selection, now, diagnostics);
    if (diagnostics.hasErrors()) return undefined;
    if (ids.length === 0) return { secrets, detail: [] };
    const renewed = await renewCertificates({ cluster, secrets, ids, now, diagnostics });
    const strip = (name: string) => name.slice('certificate/'.length);
    return renewed && { secrets: renewed.secrets, detail: renewed.added.map(strip) };
  });
}

/** Plans to use the newest retired generation of the selected certificates again. */
export async function planRestoration(
  options: ChangeOptions,
  ids: readonly string[],
): Promise<Planned<SecretsPlan<readonly string[]>>> {
  return await planSecrets(options, async ({ secrets, profile }) => ({
    secrets: restoreCertificates(secrets, ids, profile.diagnostics),
    detail: ids,
  }));
}

/** One step of a rotation. */
export interface RotationStep {
  readonly name: RotatableName;
  readonly from: RotationState;
  readonly to: RotationState;
}

/** Plans one step of the rotation of a secret; warns when the stage before was not built (output/stage-not-built). */
export async function planRotation(
  options: ChangeOptions,
  name: RotatableName,
  move: RotationMove,
): Promise<Planned<SecretsPlan<RotationStep>>> {
  const { now } = options;
  return await planSecrets(options, async (hand) => {
    const { cluster, secrets, profile } = hand;
    const { diagnostics } = profile;
    const rotated = await rotateSecret({ cluster, secrets, name, move, now, diagnostics });
    if (rotated === undefined) return undefined;
    const { from, to } = rotated;
    if (from !== to) warnUnbuilt(hand, name);
    return { secrets: rotated.secrets, detail: { name, from, to } };
  });
}

/** Plans to delete old generations: the named ones, or all that can be. */
export async function planDrop(
  options: ChangeOptions,
  names: readonly string[] | 'all',
): Promise<Planned<SecretsPlan<readonly string[]>>> {
  return await planSecrets(options, async (hand) => {
    const { secrets, profile } = hand;
    const chosen = names === 'all' ? listDroppable(secrets) : names;
    for (const name of rotatableNames.filter((each) => chosen.includes(each))) {
      warnUnbuilt(hand, name);
    }
    return { secrets: dropGenerations(secrets, chosen, profile.diagnostics), detail: chosen };
  });
}

/** The stage that is left behind must be on the machines, so at least in a build. */
function warnUnbuilt(
  { secrets, previous, profile, directory }: SecretsAtHand,
  name: RotatableName,
) {
  const stage = stateOf(secrets, name);
  if (stage === 'none' || previous?.rotations?.[name]?.stage === stage) return;
  profile.diagnostics.report('output/stage-not-built', [], { name, stage, directory });
}
