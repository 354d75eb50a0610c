// npm run bench: speed as ratios of whole processes measured in turn, serve under load, and growth with the number of
// nodes. `npm run bench builds`, `serve` or `growth` measures that alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWithKubeadm } from './bench/against-kubeadm.ts';
import { measureGrowth } from './bench/growth.ts';
import { measureServe } from './bench/serve/measure-serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-bench-'));
let failed = false;
try {
  const need = '. scripts/common.sh; need_packages wrk nginx curl';
  const { status } = spawnSync('bash', ['-c', need, 'bench'], { stdio: 'inherit' });
  if (status !== 0) process.exit(3);
  const parts = process.argv.slice(2);
  const wanted = (part: string) => parts.length === 0 || parts.includes(part);
  if (wanted('builds')) measureBuilds();
  const ratios = wanted('serve') ? await measureServe(folder, 7) : [];
  for (const { name, ratio, atLeast } of ratios) {
    const missed = atLeast !== undefined && ratio < atLeast;
    failed ||= missed;
    const bar = atLeast === undefined ? '' : `(at least ${atLeast})`;
    const verdict = atLeast === undefined ? '' : missed ? 'TOO SLOW' : 'ok';
    console.log(
      `${ratio.toFixed(2).padStart(7)}  ${bar.padEnd(14)}  ${verdict.padEnd(8)}  ${name}`,
    );
  }
  if (wanted('growth')) showGrowth();
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measureBuilds(): void {
  for (const { name, ratio, limit } of compareWithKubeadm(folder, 15)) {
    const verdict = ratio <= limit ? 'ok' : 'TOO SLOW';
    failed ||= ratio > limit;
    console.log(
      `${ratio.toFixed(2).padStart(7)}  (at most ${limit})  ${verdict.padEnd(8)}  ${name}`,
    );
  }
}

function showGrowth(): void {
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
}
