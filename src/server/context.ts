import type { TrustedNetworks } from './access.ts';
import type { BoardView } from './contract.ts';
import type { Metrics } from './metrics.ts';
import type { Shelf } from './shelf.ts';
import type { State } from './state/state.ts';

/** What iPXE loads before the document: paths below the mirror's `files/`, and more kernel arguments. */
export interface BootFiles {
  readonly kernel: string;
  readonly initrd: string;
  readonly args: string;
}

/** Everything that the handlers work with. */
export interface ServerContext {
  /** Asked anew for each request: a new build takes its place. */
  readonly shelf: Shelf;
  readonly state: State;
  readonly metrics: Metrics;
  readonly networks: TrustedNetworks;
  /** SHA-256 (hex) of the administrator's token. */
  readonly adminTokenSha256: string;
  /** Where machines reach this server, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  /** What `clusterseed mirror` wrote: `files/` and `images/`. */
  readonly mirror?: string;
  readonly boot?: BootFiles;
  /** What the board shows of the plan; empty when only `out/<cluster>/` is known. */
  readonly plan: Pick<BoardView, 'certificates' | 'links'>;
  /** ms since 1970. */
  readonly now: () => number;
}
