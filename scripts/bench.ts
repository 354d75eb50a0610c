// npm run bench: speed as ratios of whole processes measured in turn, and growth with the number of nodes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWithKubeadm } from './bench/against-kubeadm.ts';
import { measureGrowth } from './bench/growth.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-bench-'));
try {
  let failed = false;
  for (const { name, ratio, limit } of compareWithKubeadm(folder, 15)) {
    const verdict = ratio <= limit ? 'ok' : 'TOO SLOW';
    failed ||= ratio > limit;
    console.log(
      `${ratio.toFixed(2).padStart(7)}  (at most ${limit})  ${verdict.padEnd(8)}  ${name}`,
    );
  }
  const rows = measureGrowth(folder, [12, 100, 1000, 5000]);
  console.log('\n  nodes  new secrets  existing  ms per node  peak memory');
  for (const { nodes, fresh, rebuild, peakMiB } of rows) {
    const cells = [
      String(nodes).padStart(7),
      `${Math.round(fresh)} ms`.padStart(11),
      `${Math.round(rebuild)} ms`.padStart(8),
      (rebuild / nodes).toFixed(2).padStart(11),
      `${Math.round(peakMiB)} MiB`.padStart(11),
    ];
    console.log(cells.join('  '));
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
