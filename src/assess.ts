import { startAssessment } from './cis/assessment.ts';
import type { CisReport } from './cis/report.ts';
import { assembleMachine } from './compile.ts';
import { createCollector } from './diagnostics/collector.ts';
import type { Secrets } from './pki/secrets.ts';
import type { Cluster } from './plan/cluster.ts';

/**
 * Judges a cluster by the CIS Kubernetes Benchmark, from its compiled machines, a node at a time. Pure. What the
 * machines themselves have wrong is `compileNodes`' to report.
 */
export function assessCluster(cluster: Cluster, secrets: Secrets): CisReport {
  const assessment = startAssessment(cluster);
  for (const node of cluster.nodes) {
    assessment.look(assembleMachine(cluster, node, secrets, createCollector()));
  }
  return assessment.report();
}
