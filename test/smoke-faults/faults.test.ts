import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { stretchDeadlines } from '../../src/smoke/scenario/deadlines.ts';
import { type FaultRun, hardStartTest, powerCutTest } from '../../src/smoke/scenario/faults.ts';
import { formatRecord, hostFact } from '../../src/smoke/scenario/format-record.ts';
import type { SmokeOptions } from '../../src/smoke/scenario/start-cluster.ts';

const minutes = 60_000;

async function run(
  name: string,
  title: string,
  scenario: (options: SmokeOptions) => Promise<FaultRun>,
): Promise<FaultRun> {
  const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
  const done = await scenario({
    ...host,
    profilePath: 'profiles/smoke-faults.yaml',
    format: 'cloud-init',
    logs: `out/smoke/${name}`,
    cpus: 1,
    deadlines: stretchDeadlines(3),
    output: { write: (text) => process.stdout.write(text) },
  });
  const facts = [
    hostFact(host.acceleration, host.qemu.version),
    'machine node-1: etcd + controller',
  ];
  await mkdir('out/smoke', { recursive: true });
  await writeFile(`out/smoke/${name}.md`, formatRecord({ title, facts, ...done }));
  return done;
}

test(
  'no mirror for a minute, a spoilt download and a clock two hours behind',
  async () => {
    const { notes } = await run(
      'hard-start',
      'Mirror down, spoilt download, wrong clock',
      hardStartTest,
    );
    expect(notes).toHaveLength(3);
  },
  80 * minutes,
);

test(
  'power cuts in the middle of the first boot',
  async () => {
    const { notes } = await run('power-cuts', 'Power cuts in the first boot', powerCutTest);
    expect(notes.filter((note) => note.startsWith('power cut'))).toHaveLength(3);
  },
  80 * minutes,
);
