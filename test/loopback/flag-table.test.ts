import { execFileSync, spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { flagDefinition, hasFlag, programs } from '../../src/components/flags/flag-table.ts';
import { planFixture } from '../fixtures/cluster.ts';
import { loopbackProfile } from './machine.ts';
import { buildPrograms } from './programs.ts';

const { version, etcdVersion } = planFixture(loopbackProfile());
let paths: ReadonlyMap<string, string>;

beforeAll(() => {
  paths = buildPrograms(`kubernetes@${version}`, `etcd@${etcdVersion}`);
}, 600_000);

test.each(programs)('the table knows every flag that %s --help shows', (program) => {
  const path = paths.get(program) ?? '';
  const { stdout, stderr } = spawnSync(path, ['--help'], { encoding: 'utf8' });
  const shown = [...`${stdout}${stderr}`.matchAll(/^ +(?:-\w, )?--([a-z0-9-]+)/gm)].map(
    ([, name = '']) => name,
  );
  expect(shown.length).toBeGreaterThan(50);
  const inUse = program === 'etcd' ? etcdVersion : version;
  const unknown = shown.filter((name) => !hasFlag(program, inUse, name));
  // etcd 3.7 still describes --discovery and --discovery-proxy, which it refuses.
  const taken = unknown.filter((name) => {
    const { stderr } = spawnSync(path, [`--${name}=x`, '--version'], { encoding: 'utf8' });
    return !/not defined: -|unknown flag/.test(stderr);
  });
  expect(taken).toEqual([]);
});

test('the programs are of the versions that are spoken of', () => {
  const said = execFileSync(paths.get('kubelet') ?? '', ['--version'], { encoding: 'utf8' });
  expect(said.trim()).toBe(`Kubernetes v${version}`);
  expect(flagDefinition('kubelet', version, 'version')).toBeDefined();
});
