import type { CisItem } from '../diagnostics/cis-items.ts';

export type CisStatus = 'pass' | 'fail' | 'waived' | 'manual' | 'not-applicable';

/** The same thing found on several nodes. */
export interface Finding {
  readonly found: string;
  readonly nodes: readonly string[];
}

/** The outcome of one item of the benchmark over the whole cluster. */
export interface CisResult {
  readonly item: CisItem;
  readonly title: string;
  readonly status: CisStatus;
  /** What decided, and on which nodes. */
  readonly findings: readonly Finding[];
  /** Why it is waived, in the profile's words. */
  readonly reason?: string;
  /** The profile waives it, and need not. */
  readonly waiverIsStale?: true;
}

/** Every item of the benchmark, in its order. */
export interface CisReport {
  readonly benchmark: string;
  readonly cluster: string;
  readonly kubernetes: string;
  readonly results: readonly CisResult[];
}

export const benchmark = 'CIS Kubernetes Benchmark v1.12';

/** Whether an item fails that nobody waived. */
export function hasFailures({ results }: CisReport): boolean {
  return results.some(({ status }) => status === 'fail');
}

const statuses: readonly CisStatus[] = ['pass', 'waived', 'fail', 'manual', 'not-applicable'];

/** `70 pass, 5 waived, 2 not applicable`. */
export function countStatuses({ results }: CisReport): string {
  return statuses
    .map((status) => [status, results.filter((result) => result.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status.replace('-', ' ')}`)
    .join(', ');
}
