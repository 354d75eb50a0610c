import { describe, expect, it, test } from 'vitest';
import { assembleMachine } from '../../../src/compile.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { checkWorld } from '../../../src/world/check-world.ts';
import { type ClusterFixture, fixtureNow, iccFixture, nodeNamed } from '../../fixtures/cluster.ts';
import type { Mutation } from './mutations.ts';
import {
  credentialRows,
  firewallRows,
  linkRows,
  mirrorRows,
  pathRows,
  podRows,
  type Row,
  unitRows,
} from './table.ts';

const icc = await iccFixture();
const mirrored = await iccFixture((text) =>
  text.replace(
    '\naddons:',
    '\nmirror: { files: http://mirror.example, images: registry.example }\naddons:',
  ),
);

const walled = await iccFixture((text) =>
  text.replace('\nnetwork:', '\nnetwork:\n  firewall: { ssh: [141.22.0.0/16] }'),
);

/** What the closed world has to say of a node, its machine changed by `mutation`. */
function find(
  fixture: ClusterFixture,
  name: string,
  mutation: Mutation,
  now = fixtureNow,
): string[] {
  const { cluster, secrets } = fixture;
  const diagnostics = createCollector();
  const node = nodeNamed(cluster, name);
  const machine = mutation(assembleMachine(cluster, node, secrets, diagnostics));
  checkWorld({ cluster, node, machine, secrets, now }, diagnostics);
  return diagnostics.all.map(({ code, message }) => `${code}: ${message}`);
}

function expectFinding(fixture: ClusterFixture, [, node, code, names, mutation]: Row): void {
  const whole: Mutation = (machine) => {
    const changed = mutation(machine);
    const { bootstrapToken } = fixture.secrets;
    const files = changed.files.map((file) =>
      file.content === 'TOKEN' ? { ...file, content: bootstrapToken } : file,
    );
    return { ...changed, files };
  };
  const found = find(fixture, node, whole);
  const kind = `internal/invalid-output: clusterseed generated something invalid: machine/${code}: `;
  expect(found.filter((line) => line.startsWith(kind)).join('\n')).toContain(names);
}

test('a good machine has nothing to be said about', () => {
  for (const fixture of [icc, mirrored, walled]) {
    for (const { name } of fixture.cluster.nodes) {
      expect([name, find(fixture, name, (machine) => machine)]).toEqual([name, []]);
    }
  }
});

describe('a broken machine is found out, by name', () => {
  const rows = [...pathRows, ...podRows, ...linkRows, ...credentialRows, ...unitRows];
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_, row) => expectFinding(icc, row));
  it.each(mirrorRows.map((row) => [row[0], row] as const))('%s', (_, row) =>
    expectFinding(mirrored, row),
  );
  it.each(firewallRows.map((row) => [row[0], row] as const))('%s', (_, row) =>
    expectFinding(walled, row),
  );
  it('in at least sixty ways', () => expect(rows.length).toBeGreaterThanOrEqual(60));
});

describe('the ends of certificates', () => {
  it('count by the clock', () => {
    const at = (date: string) => find(icc, 'icc-etcd-1', (machine) => machine, new Date(date));
    expect(at('2026-10-01T00:00:00Z').join('\n')).toContain('it is not valid before 2026-11-01');
    expect(at('2028-01-01T00:00:00Z').join('\n')).toContain('it ended on 2027-11-01');
    expect(at('2027-11-01T11:45:00Z').join('\n')).toContain('it ends within half an hour');
  });
});
