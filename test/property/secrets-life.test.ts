import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createCollector,
  listNodeChanges,
  prepareSecrets,
  type RotatableName,
  renewCertificates,
  restoreCertificates,
  rotatableNames,
  rotateSecret,
  type Secrets,
  stateOf,
} from '../../src/index.ts';
import { buildProfile } from '../../src/output/build-profile.ts';
import { diffBuilds } from '../../src/output/diff-builds.ts';
import { findKind } from '../../src/pki/certificate-kinds.ts';
import { nameOfCa } from '../../src/pki/rotation.ts';
import { parseSecrets, serializeSecrets } from '../../src/pki/secrets-store.ts';
import type { Cluster } from '../../src/plan/cluster.ts';
import { fixtureNow as now } from '../fixtures/cluster.ts';
import { textsOf } from '../fixtures/read-by-bytes.ts';
import { planned, smallProfile } from '../unit/plan/sample-cluster.ts';

type Step =
  | { readonly do: 'add'; readonly kind: 'w' | 'e' }
  | { readonly do: 'remove' | 'rename' }
  | { readonly do: 'renew' | 'restore'; readonly pick: number }
  | { readonly do: 'rotate'; readonly name: RotatableName; readonly move: 'next' | 'back' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), kind: fc.constantFrom('w' as const, 'e' as const) }),
  fc.record({ do: fc.constantFrom('remove' as const, 'rename' as const) }),
  fc.record({ do: fc.constantFrom('renew' as const, 'restore' as const), pick: fc.nat(1000) }),
  fc.record({
    do: fc.constant('rotate' as const),
    name: fc.constantFrom(...rotatableNames),
    move: fc.constantFrom('next' as const, 'next' as const, 'back' as const),
  }),
);

interface State {
  /** Machines beside the first: workers, and members of etcd, whose names begin with an e. */
  readonly workers: readonly string[];
  readonly secrets: Secrets;
}

function clusterOf(workers: readonly string[]): Cluster {
  return planned(profileOf(workers));
}

function profileOf(workers: readonly string[]) {
  const { machines, ...rest } = smallProfile();
  const extra = workers.map((name, index) => ({
    name,
    roles: [name.startsWith('e') ? ('etcd' as const) : ('worker' as const)],
    address: `192.168.7.${100 + index}/24`,
  }));
  return { ...rest, machines: [...machines, ...extra] };
}

async function prepare(cluster: Cluster, existing: Secrets | undefined): Promise<Secrets> {
  const prepared = await prepareSecrets({ cluster, existing, now, diagnostics: createCollector() });
  if (prepared === undefined) throw new Error('refused');
  return prepared.secrets;
}

/** What a step may change: certificate ids, and names of what is rotated. */
interface Outcome {
  readonly state: State;
  readonly named: ReadonlySet<string>;
}

async function apply({ workers, secrets }: State, action: Step, turn: number): Promise<Outcome> {
  const diagnostics = createCollector();
  const cluster = clusterOf(workers);
  const ids = Object.keys(secrets.certificates);
  switch (action.do) {
    case 'renew': {
      const id = ids[action.pick % ids.length] ?? '';
      const renewed = await renewCertificates({ cluster, secrets, ids: [id], now, diagnostics });
      return { state: { workers, secrets: renewed?.secrets ?? secrets }, named: new Set([id]) };
    }
    case 'restore': {
      const kept = Object.keys(secrets.retired ?? {});
      const id = kept[action.pick % Math.max(1, kept.length)] ?? '';
      const restored = restoreCertificates(secrets, [id], diagnostics);
      return { state: { workers, secrets: restored }, named: new Set([id]) };
    }
    case 'rotate': {
      const { name, move } = action;
      const rotated = await rotateSecret({ cluster, secrets, name, move, now, diagnostics });
      const named = ids.filter((id) => nameOfCa(findKind(id)?.ca ?? 'etcd') === name);
      return {
        state: { workers, secrets: rotated?.secrets ?? secrets },
        named: new Set([name, ...named]),
      };
    }
    default: {
      const wanted = machinesAfter(workers, action, turn);
      return {
        state: { workers: wanted, secrets: await prepare(clusterOf(wanted), secrets) },
        named: new Set(),
      };
    }
  }
}

/** The machines after one was added, or the last one went or has another name. */
function machinesAfter(workers: readonly string[], action: Step, turn: number): readonly string[] {
  const last = workers.at(-1);
  if (action.do === 'add') return [...workers, `${action.kind}${turn}`];
  if (action.do === 'remove') return workers.slice(0, -1);
  if (action.do !== 'rename' || last === undefined) return workers;
  return [...workers.slice(0, -1), `${last.startsWith('e') ? 'e' : 'w'}${turn}r`];
}

/** Every identity by name: key and certificate, or value. */
function identities({ cas, certificates, ...rest }: Secrets): Map<string, string> {
  return new Map([
    ...Object.entries(cas).map(([ca, pair]) => [`ca/${ca}`, JSON.stringify(pair)] as const),
    ['service-account-key', rest.serviceAccountKey],
    ['encryption-key', rest.encryptionKey],
    ['bootstrap-token', rest.bootstrapToken],
    ...Object.entries(certificates).map(([id, pair]) => [id, JSON.stringify(pair)] as const),
  ]);
}

const first = await prepare(clusterOf(['w']), undefined);

test('whatever is done, every identity that was not named stays byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      let state: State = { workers: ['w'], secrets: first };
      for (const [turn, action] of steps.entries()) {
        const before = identities(state.secrets);
        const outcome = await apply(state, action, turn);
        const after = identities(outcome.state.secrets);
        for (const [name, value] of before) {
          if (!outcome.named.has(name)) expect([name, after.get(name)]).toEqual([name, value]);
        }
        state = outcome.state;
        // What is stored is whole and reads back as it is.
        const options = { cluster: 'small', file: 'f', diagnostics: createCollector() };
        const text = serializeSecrets(state.secrets);
        expect(parseSecrets(text, options)).toEqual(JSON.parse(JSON.stringify(state.secrets)));
        expect(options.diagnostics.all).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
}, 300_000);

test('going back undoes a stage: the same secrets are in use again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...rotatableNames), fc.nat(2), async (name, stages) => {
      const cluster = clusterOf(['w']);
      const move = async (secrets: Secrets, to: 'next' | 'back') => {
        const diagnostics = createCollector();
        const rotated = await rotateSecret({ cluster, secrets, name, move: to, now, diagnostics });
        return rotated?.secrets ?? secrets;
      };
      let secrets = first;
      for (let index = 0; index < stages; index += 1) secrets = await move(secrets, 'next');
      const there = await move(secrets, 'next');
      const back = await move(there, 'back');
      expect(stateOf(back, name)).toBe(stateOf(secrets, name));
      expect(identities(back)).toEqual(identities(secrets));
      expect(listNodeChanges(cluster, secrets, back)).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 300_000);

test('only machines that hold a renewed certificate change, and only in its files', async () => {
  const cluster = clusterOf(['w']);
  const ids = Object.keys(first.certificates).filter((id) => !id.endsWith('@person'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ids), async (id) => {
      const input = { cluster, secrets: first, ids: [id], now, diagnostics: createCollector() };
      const renewed = await renewCertificates(input);
      const changes = listNodeChanges(cluster, first, renewed?.secrets ?? first);
      expect(changes.map(({ node }) => node)).toEqual([id.split('@')[1]]);
      const kinds = changes.flatMap(({ files }) => files.map((path) => path.slice(-4)));
      expect(kinds.sort()).toEqual(['.crt', '.key']);
      expect(changes.every(({ units, others }) => units.length === 0 && !others)).toBe(true);
    }),
    { numRuns: ids.length },
  );
}, 300_000);

/** The documents in a cluster’s folder, by `NODE/FILE`. */
function documentsIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== folder);
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

function differing<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  same: (a: Value, b: Value) => boolean,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    return old === undefined || now === undefined || !same(old, now);
  });
}

/** Applies the steps to the files of a person: the profile, and of the store what `secrets` commands would write. */
async function applyToFiles(state: State, steps: readonly Step[], turn: number): Promise<State> {
  let { workers, secrets } = state;
  for (const [index, action] of steps.entries()) {
    if (action.do === 'add' || action.do === 'remove' || action.do === 'rename') {
      workers = machinesAfter(workers, action, 10 * turn + index);
    } else ({ secrets } = (await apply({ workers, secrets }, action, index)).state);
  }
  return { workers, secrets };
}

test('a build differs from the one before only where diff said so', async () => {
  const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (life) => {
      const folder = mkdtempSync(join(tmpdir(), 'clusterseed-life-'));
      const [profilePath, store, out] = ['small.yaml', 'small.secrets.yaml', 'out'].map((name) =>
        join(folder, name),
      ) as [string, string, string];
      const write = ({ workers, secrets }: State) => {
        writeFileSync(profilePath, JSON.stringify(profileOf(workers)));
        writeFileSync(store, serializeSecrets(secrets), { mode: 0o600 });
      };
      const build = () => buildProfile({ profilePath, out, now, write: true });
      try {
        let state: State = { workers: ['w'], secrets: first };
        write(state);
        expect((await build()).changes).toBeDefined();
        for (const [turn, steps] of life.entries()) {
          state = await applyToFiles(state, steps, turn);
          write(state);
          const { diff, diagnostics } = await diffBuilds({ target: profilePath, out, now });
          expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
          const before = documentsIn(join(out, 'small'));
          const { changes, secrets } = await build();
          if (changes === undefined || diff === undefined || secrets === undefined) {
            throw new Error('refused');
          }
          const after = documentsIn(join(out, 'small'));
          const paths = differing(before, after, (a, b) => a.equals(b));
          const told = new Map(diff.nodes.map((node) => [node.node, node]));
          expect([...new Set(paths.map(dirname))].sort()).toEqual([...told.keys()].sort());
          for (const node of diff.nodes.filter(({ change }) => change === 'changed')) {
            const [old, document] = [before, after].map((documents) =>
              textsOf(documents.get(`${node.node}/user-data`) ?? Buffer.alloc(0)),
            ) as [Map<string, string>, Map<string, string>];
            const files = differing(old, document, (a, b) => a === b);
            expect(node.files.map(({ path }) => path)).toEqual(expect.arrayContaining(files));
          }
          state = { ...state, secrets };
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    {
      numRuns: 12,
      // The certificate of a machine that has another name by now is picked.
      examples: [[[[{ do: 'rename' }], [{ do: 'renew', pick: 12 }]]]],
    },
  );
}, 600_000);
