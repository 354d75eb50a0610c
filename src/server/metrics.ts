import { Counter, Gauge, type Metric, Registry } from 'prom-client';
import { tallyRequests } from './request-tally.ts';

/** What the server counts, in Prometheus’ text form. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  document(node: string, outcome: 'given' | 'refused' | 'again'): void;
  report(node: string, at: number): void;
  text(): Promise<string>;
}

/** A registry of its own, so that several servers in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = tallyRequests();
  for (const get of [requests.counts, requests.times]) {
    // The registry asks a metric for its name, and for `get` when it writes the text.
    const metric = { name: get().name, get: async () => get() };
    registry.registerMetric(metric as unknown as Metric<string>);
  }
  const documents = new Counter({
    name: 'clusterseed_documents_total',
    help: 'Documents with secrets: given, refused without proof, refused because given before',
    labelNames: ['node', 'outcome'],
    registers,
  });
  const reports = new Gauge({
    name: 'clusterseed_report_timestamp_seconds',
    help: 'When the node reported last',
    labelNames: ['node'],
    registers,
  });
  return {
    request: requests.add,
    document: (node, outcome) => documents.inc({ node, outcome }),
    report: (node, at) => reports.set({ node }, at / 1000),
    text: () => registry.metrics(),
  };
}
