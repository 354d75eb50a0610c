import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { clusterTest } from '../../src/smoke/scenario/cluster.ts';
import { stretchDeadlines } from '../../src/smoke/scenario/deadlines.ts';
import { formatRecord, hostFact } from '../../src/smoke/scenario/format-record.ts';

const minutes = 60_000;

test(
  'frontend, etcd, controllers and a worker find each other, run a pod and survive the loss of a controller',
  async () => {
    const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
    const run = await clusterTest({
      ...host,
      profilePath: 'profiles/smoke-cluster.yaml',
      format: 'cloud-init',
      preload: true,
      logs: 'out/smoke/cluster',
      cpus: 1,
      deadlines: stretchDeadlines(3),
      seed: Number(process.env.CLUSTERSEED_SEED ?? Date.now() % 100_000),
      output: { write: (text) => process.stdout.write(text) },
    });
    await mkdir('out/smoke', { recursive: true });
    const facts = [
      hostFact(host.acceleration, host.qemu.version),
      ...run.machines.map((machine) => `machine ${machine}`),
      `seed ${run.seed}, which started them as ${run.order.join(', ')}`,
    ];
    const record = { title: 'The cluster on five machines', facts, ...run };
    await writeFile('out/smoke/cluster.md', formatRecord(record));
    expect(run.notes).toContain('probe: ok');
  },
  180 * minutes,
);
