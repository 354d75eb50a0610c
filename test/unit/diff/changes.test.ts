import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { CompiledNode } from '../../../src/compile.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Build } from '../../../src/diff/build.ts';
import { compareBuilds } from '../../../src/diff/compare-builds.ts';
import type { NodeDiff } from '../../../src/diff/node-diff.ts';
import { rotateSecret } from '../../../src/lifecycle/rotate.ts';
import type { Secrets } from '../../../src/pki/secrets.ts';
import { buildFixture } from '../../fixtures/builds.ts';
import { fixtureNow, iccProfile } from '../../fixtures/cluster.ts';
import { demandedByBytes, textsOf } from '../../fixtures/read-by-bytes.ts';
import { type HandMadeChange, handMadeChanges } from './changes.ts';

const before = await buildFixture(iccProfile(), undefined);
const members = [1, 2, 3, 4, 5].map((number) => `icc-etcd-${number}`);

async function changed({ edit, source, rotate }: HandMadeChange) {
  const profile = iccProfile(edit);
  const sources = new Map(profile.sources);
  if (source !== undefined) sources.set(source[0], source[1](sources.get(source[0]) ?? ''));
  return await buildFixture(
    { ...profile, sources },
    (rotate && (await rotated(rotate))) || before.secrets,
    members,
  );
}

async function rotated(name: NonNullable<HandMadeChange['rotate']>): Promise<Secrets | undefined> {
  const cluster = before.source?.cluster;
  const diagnostics = createCollector();
  if (cluster === undefined) return undefined;
  const { secrets } = before;
  const input = { cluster, secrets, name, move: 'next', now: fixtureNow, diagnostics } as const;
  return (await rotateSecret(input))?.secrets;
}

/** `restart a b; pods c* d; reload e`, `place`, `replace`, `new` or `removed`; a star: by itself. */
function verdictOf({ change, verdict }: NodeDiff): string {
  if (change !== 'changed') return change === 'added' ? 'new' : 'removed';
  if (verdict === undefined) return 'none';
  if (verdict.action === 'replace') return 'replace';
  const names = (units: readonly string[]) =>
    units.map((unit) => ` ${unit.replace(/\.service$/, '')}`).join('');
  const pods = verdict.pods.map(({ name, byItself }) => ` ${name}${byItself ? '*' : ''}`).join('');
  const parts = [
    verdict.restart.length > 0 ? `restart${names(verdict.restart)}` : '',
    pods === '' ? '' : `pods${pods}`,
    verdict.reload.length > 0 ? `reload${names(verdict.reload)}` : '',
  ].filter((part) => part !== '');
  return parts.join('; ') || verdict.action;
}

function expectedOf(needs: HandMadeChange['needs'], { nodes }: Build): Record<string, string> {
  const names = new Set([...before.nodes.keys(), ...nodes.keys()]);
  return Object.fromEntries(
    [...names].sort().flatMap((name) => {
      const [, role = ''] = name.split('-');
      const need = needs[name] ?? needs[role];
      return need === undefined ? [] : [[name, need]];
    }),
  );
}

type Documents = ReadonlyMap<string, Uint8Array>;

function documents({ compiled }: { readonly compiled: readonly CompiledNode[] }): Documents {
  return new Map(
    compiled.map(({ node, artifacts }) => {
      const document = artifacts.find(({ path }) => path.endsWith('/user-data'));
      return [node.name, document?.bytes ?? Buffer.alloc(0)];
    }),
  );
}

const documentsBefore = documents(before);
const textsBefore = new Map([...documentsBefore].map(([name, bytes]) => [name, textsOf(bytes)]));

test('there are hand-made changes enough', () => {
  expect(handMadeChanges.length).toBeGreaterThanOrEqual(20);
});

test.each(handMadeChanges)('$title', async (change) => {
  const after = await changed(change);
  const diff = compareBuilds(before, after);
  const verdicts = Object.fromEntries(diff.nodes.map((node) => [node.node, verdictOf(node)]));
  expect(verdicts).toEqual(expectedOf(change.needs, after));
  const { settings = [] } = diff;
  const caused = new Set(diff.nodes.flatMap(({ causes }) => causes));
  expect([...caused].map((index) => settings[index]?.name).sort()).toEqual(change.causes ?? []);
  const byHand = diff.nodes.flatMap(({ verdict }) => verdict?.byHand ?? []);
  for (const start of change.byHand ?? []) {
    expect(
      byHand.some((work) => work.startsWith(start)),
      start,
    ).toBe(true);
  }
  const documentsAfter = documents(after);
  for (const { node, verdict } of diff.nodes.filter((each) => each.verdict)) {
    const bytes = documentsAfter.get(node);
    const [old, now] = [textsBefore.get(node), bytes && textsOf(bytes)];
    if (old === undefined || now === undefined || verdict === undefined) continue;
    const told = [
      ...verdict.restart,
      ...verdict.reload,
      ...verdict.stop,
      ...verdict.pods.map(({ name }) => `pod ${name}`),
    ];
    expect(told.sort(), node).toEqual([...demandedByBytes(old, now)].sort());
  }
  for (const name of before.nodes.keys()) {
    if (diff.nodes.some(({ node }) => node === name)) continue;
    expect(documentsAfter.get(name)).toEqual(documentsBefore.get(name));
  }
});
