import type { Collector } from '../diagnostics/collector.ts';
import { findKind } from '../pki/certificate-kinds.ts';
import { ownCa, ownCaKeys, readOwnCa } from '../pki/own-ca.ts';
import {
  caOfName,
  generationOf,
  nameOfCa,
  type RotatableName,
  type Rotation,
  type RotationStage,
  rotationStages,
} from '../pki/rotation.ts';
import type { CaPair, KeyPair, Secrets } from '../pki/secrets.ts';
import type { Instant } from '../pki/validity.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { CaName } from '../plan/link.ts';
import { prepareSecrets } from '../prepare.ts';

/** Where a rotation stands: a stage, or `none` before and after it. */
export type RotationState = 'none' | RotationStage;

/** Where it shall go: one stage on, one stage back, or to a stage beside its own. */
export type RotationMove = 'next' | 'back' | RotationStage;

/** What a rotation starts from. */
export interface RotateInput {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly name: RotatableName;
  readonly move: RotationMove;
  readonly now: Instant;
  readonly diagnostics: Collector;
}

/** The secrets after one step; `from` and `to` are equal when there was nothing to do. */
export interface Rotated {
  readonly secrets: Secrets;
  readonly from: RotationState;
  readonly to: RotationState;
}

const states: readonly RotationState[] = ['none', ...rotationStages];

/** The state of the secret's rotation. */
export function stateOf({ rotations }: Secrets, name: RotatableName): RotationState {
  return rotations?.[name]?.stage ?? 'none';
}

/**
 * Moves the rotation of one secret by one stage. The switch of a CA issues every certificate of that CA anew and
 * keeps the old ones; going back puts them in use again. No other secret changes, but that certificates which are
 * missing are completed. The code that issues is loaded only here. Raises pki/stage-order, pki/own-ca-in-use and the codes of `prepareSecrets`; then the
 * result is undefined.
 */
export async function rotateSecret(input: RotateInput): Promise<Rotated | undefined> {
  const { secrets, name, move, diagnostics } = input;
  const from = stateOf(secrets, name);
  const at = states.indexOf(from);
  const target = move === 'next' ? at + 1 : move === 'back' ? at - 1 : states.indexOf(move);
  const to = states[target];
  if (to === undefined || Math.abs(target - at) > 1) {
    diagnostics.report('pki/stage-order', [], { name, from, asked: move });
    return undefined;
  }
  if (to === from) return { secrets, from, to };
  const moved = await moveTo(to, at < target, input);
  if (moved === undefined || diagnostics.hasErrors()) return undefined;
  if (caOfName(name) === undefined || to === 'none') return { secrets: moved, from, to };
  const { cluster, now } = input;
  const prepared = await prepareSecrets({ cluster, existing: moved, now, diagnostics });
  return prepared && { secrets: prepared.secrets, from, to };
}

async function moveTo(
  to: RotationState,
  onward: boolean,
  input: RotateInput,
): Promise<Secrets | undefined> {
  const { secrets, name } = input;
  if (to === 'none') return withoutRotation(secrets, name);
  if (to === 'drop') return withRotation(secrets, name, { stage: to });
  if (to === 'switch' && !onward) return withRotation(secrets, name, { stage: to });
  if (to === 'trust' && onward) {
    const other = await nextGeneration(input);
    return other === undefined ? undefined : withRotation(secrets, name, { stage: to, other });
  }
  return swap(secrets, name, to);
}

async function nextGeneration(input: RotateInput): Promise<CaPair | string | undefined> {
  const { cluster, secrets, name, now, diagnostics } = input;
  const { createCa, createValue } = await import('../pki/issue/next-generation.ts');
  const ca = caOfName(name);
  if (ca === undefined)
    return await createValue(name as Exclude<RotatableName, `ca/${CaName}`>, cluster);
  const own = readOwnCa(cluster, ca);
  if (own === undefined) return await createCa(ca, generationOf(secrets, name) + 1, cluster, now);
  const place = ['pki', 'ca', ownCaKeys[ca]];
  if (own.certificate === secrets.cas[ca].certificate) {
    diagnostics.report('pki/own-ca-in-use', place, { ca });
    return undefined;
  }
  const pair = ownCa(cluster, ca);
  if (pair === undefined) diagnostics.report('pki/own-ca-no-key', place, { ca });
  return pair;
}

function withRotation(
  secrets: Secrets,
  name: RotatableName,
  change: Partial<Rotation> & Pick<Rotation, 'stage'>,
): Secrets {
  const before: Rotation = secrets.rotations?.[name] ?? { stage: change.stage, other: '' };
  return { ...secrets, rotations: { ...secrets.rotations, [name]: { ...before, ...change } } };
}

/** The secrets without the generation that is not in use, and the certificates that it signed. */
export function withoutRotation(secrets: Secrets, name: RotatableName): Secrets {
  const { rotations = {}, ...rest } = secrets;
  const { [name]: _gone, ...others } = rotations;
  return Object.keys(others).length === 0 ? rest : { ...rest, rotations: others };
}

/** The other generation is used from now on, and the one that was used is the other. */
function swap(secrets: Secrets, name: RotatableName, stage: RotationStage): Secrets {
  const rotation = secrets.rotations?.[name];
  if (rotation === undefined) throw new Error(`${name} is not being rotated`);
  const generation = generationOf(secrets, name) + (stage === 'switch' ? 1 : -1);
  const counted = withGeneration(secrets, name, generation);
  const { other } = rotation;
  if (typeof other === 'string') return swapValue(counted, name, stage, other);
  const ca = caOfName(name);
  if (ca === undefined) throw new Error(`${name} is no CA`);
  const [signed, others] = partition(secrets.certificates, (id) => findKind(id)?.ca === ca);
  const next: Rotation = { stage, other: secrets.cas[ca], certificates: signed };
  return {
    ...counted,
    cas: { ...secrets.cas, [ca]: other },
    certificates: sortById({ ...others, ...rotation.certificates }),
    rotations: { ...secrets.rotations, [nameOfCa(ca)]: next },
  };
}

function swapValue(
  secrets: Secrets,
  name: RotatableName,
  stage: RotationStage,
  value: string,
): Secrets {
  const fields = {
    'service-account-key': 'serviceAccountKey',
    'encryption-key': 'encryptionKey',
    'bootstrap-token': 'bootstrapToken',
  } as const;
  const field = fields[name as keyof typeof fields];
  const rotation: Rotation = { stage, other: secrets[field] };
  return { ...secrets, [field]: value, rotations: { ...secrets.rotations, [name]: rotation } };
}

function withGeneration(secrets: Secrets, name: RotatableName, generation: number): Secrets {
  const { generations = {}, ...rest } = secrets;
  const { [name]: _counted, ...others } = generations;
  const counts = generation === 1 ? others : { ...others, [name]: generation };
  return Object.keys(counts).length === 0 ? rest : { ...rest, generations: counts };
}

function partition(
  certificates: Readonly<Record<string, KeyPair>>,
  belongs: (id: string) => boolean,
): [Record<string, KeyPair>, Record<string, KeyPair>] {
  const rows = Object.entries(certificates);
  return [
    Object.fromEntries(rows.filter(([id]) => belongs(id))),
    Object.fromEntries(rows.filter(([id]) => !belongs(id))),
  ];
}

function sortById<Value>(entries: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
