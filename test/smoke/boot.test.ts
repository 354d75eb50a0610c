import { expect, test } from 'vitest';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { smokeTest } from '../../src/smoke/scenario/boot-cluster.ts';

const minutes = 60_000;

test.each(['cloud-init', 'ignition'] as const)(
  'the all-in-one machine comes up from %s, and again after a reboot',
  async (format) => {
    const host = await prepareHost({ env: process.env, variant: format, say: console.log });
    const times = await smokeTest({
      ...host,
      profilePath: 'profiles/smoke.yaml',
      format,
      logs: `out/smoke/${format}`,
      // The first pulls its images through the mirror.
      preload: format === 'ignition',
      output: { write: (text) => process.stdout.write(text) },
    });
    for (const { step, seconds } of times) console.log(`${String(seconds).padStart(6)} s  ${step}`);
    expect(times.map(({ step }) => step)).toContain('/healthz = ok after the reboot');
  },
  40 * minutes,
);
