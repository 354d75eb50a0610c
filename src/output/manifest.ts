import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RotationStage } from '../index.ts';
import { errorCode, toWorldError } from './world-error.ts';

/** One written file in manifest.json; `sha256` in hex, `size` in bytes. */
export interface ManifestArtifact {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly mode: string;
  readonly secret: boolean;
  readonly node?: string;
  /** On the second part of a split document: SHA-256 (hex) of the bearer token that may fetch it. */
  readonly tokenSha256?: string;
}

/** One row of the placement table: a node, a secret that it holds, where and why. */
export interface ManifestPlacement {
  readonly node: string;
  readonly secret: string;
  readonly path: string;
  readonly why: string;
}

/** Who a node is, for a server that hands the documents out. */
export interface ManifestNode {
  readonly name: string;
  readonly roles: readonly string[];
  readonly address: string;
  readonly mac?: string;
  readonly uuid?: string;
  readonly serial?: string;
}

/** `out/<cluster>/manifest.json`: what was written and who holds which secret. Holds no secret itself. */
export interface Manifest {
  readonly version: 1;
  readonly cluster: string;
  readonly kubernetes: string;
  /** Secret name → fingerprint (first 16 hex digits of a SHA-256), to notice secrets that are gone. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Rotations under way, by secret: the stage, and the fingerprint of the generation that is not in use. */
  readonly rotations?: Readonly<
    Record<string, { readonly stage: RotationStage; readonly other: string }>
  >;
  readonly placement: readonly ManifestPlacement[];
  /** Absent in what an older clusterseed wrote. */
  readonly nodes?: readonly ManifestNode[];
  readonly artifacts: readonly ManifestArtifact[];
}

/** The manifest of an earlier build in `directory`, or undefined when there is none that can be read. */
export function readManifest(directory: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    return isManifest(value) ? value : undefined;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || cause instanceof SyntaxError) return undefined;
    throw toWorldError(`cannot read ${directory}/manifest.json`, cause);
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'artifacts' in value &&
    Array.isArray(value.artifacts) &&
    'secrets' in value &&
    typeof value.secrets === 'object'
  );
}
