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
import { findKind } from '../../src/pki/certificate-kinds.ts';
import { nameOfCa } from '../../src/pki/rotation.ts';
import { parseSecrets, serializeSecrets } from '../../src/pki/secrets-store.ts';
import type { Cluster } from '../../src/plan/cluster.ts';
import { fixtureNow as now } from '../fixtures/cluster.ts';
import { planned, smallProfile } from '../unit/plan/sample-cluster.ts';

type Step =
  | { readonly do: 'add' | 'remove' | 'rename' }
  | { readonly do: 'renew' | 'restore'; readonly pick: number }
  | { readonly do: 'rotate'; readonly name: RotatableName; readonly move: 'next' | 'back' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('add' as const, 'remove' as const, 'rename' as const) }),
  fc.record({ do: fc.constantFrom('renew' as const, 'restore' as const), pick: fc.nat(1000) }),
  fc.record({
    do: fc.constant('rotate' as const),
    name: fc.constantFrom(...rotatableNames),
    move: fc.constantFrom('next' as const, 'next' as const, 'back' as const),
  }),
);

interface State {
  readonly workers: readonly string[];
  readonly secrets: Secrets;
}

function clusterOf(workers: readonly string[]): Cluster {
  const { machines, ...rest } = smallProfile();
  const extra = workers.map((name, index) => ({
    name,
    roles: ['worker' as const],
    address: `10.240.0.${100 + index}/24`,
  }));
  return planned({ ...rest, machines: [...machines, ...extra] });
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
      const next = {
        add: [...workers, `w${turn}`],
        remove: workers.slice(0, -1),
        rename: [...workers.slice(0, -1), `r${turn}`],
      };
      const wanted = next[action.do];
      return {
        state: { workers: wanted, secrets: await prepare(clusterOf(wanted), secrets) },
        named: new Set(),
      };
    }
  }
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
