import { type CaName, caNames } from '../plan/link.ts';
import type { CaPair, KeyPair, Secrets } from './secrets.ts';

/** Everything that is rotated in stages, by the name that it has in manifests. */
export const rotatableNames = [
  'ca/kubernetes',
  'ca/etcd',
  'ca/front-proxy',
  'service-account-key',
  'encryption-key',
  'bootstrap-token',
] as const;
export type RotatableName = (typeof rotatableNames)[number];

/**
 * How far a rotation has come: `trust` accepts both generations and uses the old one, `switch` accepts both and
 * uses the new one, `drop` accepts only the new one. After it the old one is deleted from the store on purpose.
 */
export const rotationStages = ['trust', 'switch', 'drop'] as const;
export type RotationStage = (typeof rotationStages)[number];

/** One rotation. `other` is the generation that is not in use: the next one in `trust`, else the previous one. */
export interface Rotation {
  readonly stage: RotationStage;
  readonly other: CaPair | string;
  /** Of a CA: the certificates that `other` has signed, by id. */
  readonly certificates?: Readonly<Record<string, KeyPair>>;
}

/** The name of a CA's rotation, and the CA of a rotation's name. */
export function nameOfCa<Name extends CaName>(ca: Name): `ca/${Name}` {
  return `ca/${ca}`;
}

/** The CA that the name means; undefined for a key or token. */
export function caOfName(name: RotatableName): CaName | undefined {
  return caNames.find((ca) => nameOfCa(ca) === name);
}

/** Which generation of the secret is in use, counted from 1. */
export function generationOf({ generations }: Pick<Secrets, 'generations'>, name: RotatableName) {
  return generations?.[name] ?? 1;
}

/** Two generations that are both accepted, the older first, so that `trust` and `switch` write the same list. */
function bothOf<Value>(
  { rotations }: Pick<Secrets, 'rotations'>,
  name: RotatableName,
  active: Value,
  isValue: (other: Rotation['other']) => Value | undefined,
): Value[] {
  const rotation = rotations?.[name];
  const other = rotation && isValue(rotation.other);
  if (rotation === undefined || other === undefined || rotation.stage === 'drop') return [active];
  return rotation.stage === 'trust' ? [active, other] : [other, active];
}

const asText = (other: Rotation['other']) => (typeof other === 'string' ? other : undefined);
const asPair = (other: Rotation['other']) => (typeof other === 'string' ? undefined : other);

/** The generations of the CA that are trusted, the older first. */
export function trustedCas(secrets: Secrets, ca: CaName): CaPair[] {
  return bothOf(secrets, nameOfCa(ca), secrets.cas[ca], asPair);
}

/** The keys whose service-account tokens are accepted, the older first. */
export function trustedServiceAccountKeys(secrets: Secrets): string[] {
  return bothOf(secrets, 'service-account-key', secrets.serviceAccountKey, asText);
}

/** The bootstrap tokens that are accepted, the older first. */
export function acceptedTokens(secrets: Secrets): string[] {
  return bothOf(secrets, 'bootstrap-token', secrets.bootstrapToken, asText);
}

/** A key of encryption at rest with the name that stored data refers to it by. */
export interface NamedKey {
  readonly name: string;
  readonly secret: string;
}

/** The keys that decrypt what is stored; the first one encrypts. */
export function encryptionKeys(secrets: Secrets): NamedKey[] {
  const generation = generationOf(secrets, 'encryption-key');
  const active = { name: `clusterseed-${generation}`, secret: secrets.encryptionKey };
  const rotation = secrets.rotations?.['encryption-key'];
  const secret = rotation && asText(rotation.other);
  if (rotation === undefined || secret === undefined || rotation.stage === 'drop') return [active];
  const step = rotation.stage === 'trust' ? 1 : -1;
  return [active, { name: `clusterseed-${generation + step}`, secret }];
}
