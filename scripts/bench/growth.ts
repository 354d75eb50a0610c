import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measurePeak, runBuild } from './run-process.ts';

/** One size of cluster: milliseconds with new secrets and again with existing ones, peak memory of a third. */
export interface GrowthRow {
  readonly nodes: number;
  readonly fresh: number;
  readonly rebuild: number;
  readonly peakMiB: number;
}

/** Builds clusters of growing size, each once with new secrets and twice more from them. */
export function measureGrowth(folder: string, sizes: readonly number[]): GrowthRow[] {
  return sizes.map((nodes) => {
    const path = join(folder, `grow-${nodes}`, 'cluster.yaml');
    mkdirSync(join(folder, `grow-${nodes}`), { recursive: true });
    writeFileSync(path, JSON.stringify(largeProfile(nodes)));
    const out = join(folder, `grow-${nodes}`, 'out');
    const fresh = runBuild(path, out);
    const rebuild = runBuild(path, out);
    return { nodes, fresh, rebuild, peakMiB: measurePeak(path, out, folder) };
  });
}

/** A profile (JSON is YAML) with a frontend, 5 etcd members, 3 controllers and workers up to `nodes`. */
function largeProfile(nodes: number): unknown {
  const machine = (name: string, role: string, index: number) => ({
    name,
    roles: [role],
    address: `10.${64 + Math.floor(index / 65536)}.${Math.floor(index / 256) % 256}.${index % 256}/10`,
  });
  const fixed = [
    machine('frontend-1', 'frontend', 10),
    ...[1, 2, 3, 4, 5].map((n) => machine(`etcd-${n}`, 'etcd', 20 + n)),
    ...[1, 2, 3].map((n) => machine(`ctrl-${n}`, 'controller', 30 + n)),
  ];
  const workers = Array.from({ length: Math.max(1, nodes - fixed.length) }, (_, index) =>
    machine(`worker-${index + 1}`, 'worker', 1000 + index),
  );
  return {
    version: 1,
    cluster: `grow-${nodes}`,
    kubernetes: { version: '1.36.3' },
    network: { services: '172.20.0.0/16', pods: '10.128.0.0/9', plugin: 'flannel' },
    endpoint: '10.64.0.10:443',
    machines: [...fixed, ...workers],
  };
}
