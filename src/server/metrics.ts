import { Counter, Gauge, Histogram, Registry } from 'prom-client';

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
  const requests = new Counter({
    name: 'clusterseed_http_requests_total',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'clusterseed_http_request_seconds',
    help: 'Time until a request was answered',
    labelNames: ['route'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
    registers,
  });
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
    request: (route, method, status, duration) => {
      requests.inc({ route, method, status });
      seconds.observe({ route }, duration);
    },
    document: (node, outcome) => documents.inc({ node, outcome }),
    report: (node, at) => reports.set({ node }, at / 1000),
    text: () => registry.metrics(),
  };
}
