import type { Machine } from '../machine/model.ts';
import type { DocumentFormat } from '../pack/artifact.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { ParsedProfile } from '../profile/parse.ts';

/** One node of a build: its documents, and what is known about the secrets in them. */
export interface BuiltNode {
  readonly name: string;
  /** Equal when the documents are the same bytes. */
  readonly digest: string;
  readonly formats: readonly DocumentFormat[];
  /** Paths on the node of files that hold a secret of the store. */
  readonly secretPaths: ReadonlySet<string>;
  /** The machine that the documents of the format make. Throws when they are none of ours. */
  read(format: DocumentFormat): Machine;
}

/** The profile that a build was made from. */
export interface BuildSource {
  readonly cluster: Cluster;
  readonly parsed: ParsedProfile;
  /** Complete for the cluster. */
  readonly secrets?: Secrets;
  /** A source's name as a person knows it. */
  shown(file: string): string;
}

/** A build: on disk, or one that a profile would give now. */
export interface Build {
  /** What a person calls it. */
  readonly name: string;
  readonly nodes: ReadonlyMap<string, BuiltNode>;
  /** Secret → fingerprint, as manifests have it. */
  readonly fingerprints: Readonly<Record<string, string>>;
  /** Rotations under way, by secret: the stage and a fingerprint of the other generation. */
  readonly rotations: Readonly<Record<string, object>>;
  /** Absent when it is not known what the build was made from. */
  readonly source?: BuildSource;
}
