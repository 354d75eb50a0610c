import { expect, test } from 'vitest';
import {
  createCollector,
  fingerprintRotations,
  fingerprintSecrets,
  type RotatableName,
  rotateSecret,
  type Secrets,
} from '../../../src/index.ts';
import { compareSecrets } from '../../../src/output/compare-secrets.ts';
import type { Manifest } from '../../../src/output/manifest.ts';
import { clusterFixture, fixtureNow, iccProfile } from '../../fixtures/cluster.ts';

const { cluster, secrets } = await clusterFixture(iccProfile());
const foreign = (await clusterFixture(iccProfile())).secrets;

function manifestOf(used: Secrets): Manifest {
  const rotations = fingerprintRotations(used);
  return {
    version: 1,
    cluster: 'icc',
    kubernetes: '1.36.3',
    secrets: fingerprintSecrets(used),
    ...(rotations === undefined ? {} : { rotations }),
    placement: [],
    artifacts: [],
  };
}

/** The secrets before the rotation and at each of its stages. */
async function stagesOf(name: RotatableName): Promise<Secrets[]> {
  const stages = [secrets];
  for (const move of ['trust', 'switch', 'drop'] as const) {
    const diagnostics = createCollector();
    const at = stages.at(-1) ?? secrets;
    const input = { cluster, secrets: at, name, move, now: fixtureNow, diagnostics };
    const rotated = await rotateSecret(input);
    if (rotated === undefined) throw new Error(JSON.stringify(diagnostics.all));
    stages.push(rotated.secrets);
  }
  return stages;
}

function compare(previous: Manifest, current: Secrets | undefined): string[] {
  const diagnostics = createCollector();
  compareSecrets(previous, current, { file: 'icc.secrets.yaml', diagnostics });
  return diagnostics.all.map(({ code }) => code);
}

const leaf = 'etcd-peer@icc-etcd-1';
const { [leaf]: _gone, ...others } = secrets.certificates;
const pair = foreign.certificates[leaf];
if (pair === undefined) throw new Error('no such certificate');

test.each<[string, Secrets | undefined, string[]]>([
  ['the same', secrets, []],
  ['all gone', undefined, ['output/secrets-gone']],
  ['a leaf gone', { ...secrets, certificates: others }, ['output/secrets-gone']],
  ['a leaf issued anew', { ...secrets, certificates: { ...others, [leaf]: pair } }, []],
  ['another CA', { ...secrets, cas: foreign.cas }, ['output/secrets-foreign']],
  ['another token', { ...secrets, bootstrapToken: 'f'.repeat(32) }, ['output/secrets-foreign']],
])('%s', (_, current, expected) => {
  expect(compare(manifestOf(secrets), current)).toEqual(expected);
});

test.each<RotatableName>(['ca/etcd', 'encryption-key'])(
  'each stage of %s follows the one before it, and a skipped one is told',
  async (name) => {
    const stages = await stagesOf(name);
    const found = stages.map((before) => stages.map((after) => compare(manifestOf(before), after)));
    const skipped = ['output/stage-skipped'];
    expect(found).toEqual([
      [[], [], skipped, skipped],
      [[], [], [], skipped],
      [['output/secrets-foreign'], [], [], []],
      [['output/secrets-foreign'], skipped, [], []],
    ]);
  },
);
