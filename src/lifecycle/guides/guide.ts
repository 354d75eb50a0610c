import type { Cluster } from '../../plan/cluster.ts';
import type { RoleName } from '../../profile/schema/names.ts';

/** What the commands of a guide are made from. */
export interface GuideContext {
  readonly cluster: Cluster;
  /** `out/<cluster>`. */
  readonly directory: string;
  /** kubectl with the administrator's kubeconfig. */
  readonly kubectl: string;
  /** The generation in use. */
  readonly generation: number;
}

/** One stage of one rotation, told to a person. */
export interface Guide {
  readonly does: string;
  /** Machines with the first role come first, one at a time. */
  readonly order: readonly RoleName[];
  /** What to check or do once every machine has it. */
  readonly before: (context: GuideContext) => readonly string[];
}
