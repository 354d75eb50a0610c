import { type Cluster, listNodeChanges, type NodeChange, type Secrets } from '../index.ts';
import {
  type Findings,
  type OpenedProfile,
  type OpenedStore,
  type OpenOptions,
  openProfile,
  openSecrets,
} from './open-profile.ts';
import { saveStore, storeText } from './store.ts';
import { WorldError } from './world-error.ts';

/** A profile without errors and its secrets. */
export interface SecretsAtHand extends OpenedStore {
  readonly profile: OpenedProfile;
  readonly cluster: Cluster;
  readonly secrets: Secrets;
}

/** A change of the store that is planned and not made. */
export interface SecretsPlan<Detail> {
  readonly cluster: Cluster;
  readonly directory: string;
  readonly secretsPath: string;
  readonly before: Secrets;
  readonly after: Secrets;
  /** Machines whose documents the next build changes. */
  readonly nodes: readonly NodeChange[];
  readonly detail: Detail;
  /** Makes the change: the file is replaced whole, or a WorldError says why it is not. */
  save(): Promise<void>;
}

/** What was found, and what follows from it unless there were errors. */
export interface Planned<Result> extends Findings {
  readonly result: Result | undefined;
}

/**
 * Reads a profile and its secrets and hands them to `work`, whose result is undefined after an error. A cluster
 * without a secrets file is a WorldError: there is nothing to look after yet.
 */
export async function withSecrets<Result>(
  options: OpenOptions,
  work: (hand: SecretsAtHand) => Promise<Result | undefined>,
): Promise<Planned<Result>> {
  const profile = openProfile(options);
  const { cluster, diagnostics } = profile;
  const opened = cluster && (await openSecrets(cluster, profile, options));
  if (cluster === undefined || opened === undefined) {
    return { ...profile.findings(), result: undefined };
  }
  const { secrets } = opened;
  if (secrets === undefined) {
    throw new WorldError(`${profile.secretsPath} does not exist: the first build creates it`);
  }
  const result = await work({ ...opened, profile, cluster, secrets });
  return { ...profile.findings(), result: diagnostics.hasErrors() ? undefined : result };
}

/** Plans a change of the secrets. `change` gives the secrets as they shall be, and what there is to tell. */
export async function planSecrets<Detail>(
  options: OpenOptions,
  change: (
    hand: SecretsAtHand,
  ) => Promise<{ readonly secrets: Secrets; readonly detail: Detail } | undefined>,
): Promise<Planned<SecretsPlan<Detail>>> {
  return await withSecrets(options, async (hand) => {
    const changed = await change(hand);
    if (changed === undefined || hand.profile.diagnostics.hasErrors()) return undefined;
    const { cluster, secrets: before, store, directory } = hand;
    const { secrets: after, detail } = changed;
    return {
      cluster,
      directory,
      secretsPath: store.path,
      before,
      after,
      nodes: listNodeChanges(cluster, before, after),
      detail,
      save: async () => {
        if (after !== before) saveStore(store, await storeText(store, after));
      },
    };
  });
}
