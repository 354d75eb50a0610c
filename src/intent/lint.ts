import type { Collector } from '../diagnostics/collector.ts';
import type { Cluster } from '../plan/cluster.ts';

/** One look at what a cluster without mistakes is meant to be; reports warnings only. */
export type Lint = (cluster: Cluster, diagnostics: Pick<Collector, 'report'>) => void;
