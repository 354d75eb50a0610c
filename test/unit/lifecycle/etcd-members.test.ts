import { beforeAll, describe, expect, it } from 'vitest';
import { etcdFlags } from '../../../src/components/etcd/etcd-flags.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import {
  type MembershipInput,
  type SettledMembership,
  settleMembership,
} from '../../../src/lifecycle/etcd-members.ts';
import {
  type ClusterFixture,
  iccFixture,
  iccProfile,
  nodeNamed,
  planFixture,
} from '../../fixtures/cluster.ts';

let fixture: ClusterFixture;
beforeAll(async () => {
  fixture = await iccFixture();
});

const e = (...numbers: readonly number[]) => numbers.map((number) => `icc-etcd-${number}`);

function settle(change: Partial<MembershipInput>): SettledMembership & { codes: string[] } {
  const diagnostics = createCollector();
  const settled = settleMembership({
    cluster: fixture.cluster,
    before: fixture.secrets,
    handedOut: undefined,
    replace: [],
    neverRan: false,
    file: 'icc.secrets.yaml',
    diagnostics,
    ...change,
  });
  return { ...settled, codes: diagnostics.all.map(({ code }) => code) };
}

const without = (...names: readonly string[]) =>
  planFixture(
    iccProfile((text) =>
      text
        .split('\n')
        .filter((line) => !names.some((name) => line.includes(`name: ${name},`)))
        .join('\n'),
    ),
  );

describe('who founds the cluster and who joins it', () => {
  it('all found it with the first build, and in later ones nothing changes', () => {
    expect(settle({ before: undefined })).toMatchObject({ etcd: undefined, joining: undefined });
    expect(settle({ handedOut: e(1, 2, 3, 4, 5) })).toMatchObject({ etcd: undefined, codes: [] });
  });

  it('a replaced member joins, and the documents of the founders stay as they are', () => {
    const { etcd } = settle({ replace: e(3) });
    const { cluster, secrets } = fixture;
    expect(etcd).toEqual({
      founders: e(1, 2, 3, 4, 5),
      joined: { 'icc-etcd-3': e(1, 2, 3, 4, 5) },
    });
    const flags = (name: string, record: typeof etcd) =>
      etcdFlags(cluster, nodeNamed(cluster, name), record === undefined ? {} : { etcd: record });
    expect(flags('icc-etcd-1', etcd)).toEqual(flags('icc-etcd-1', undefined));
    expect(flags('icc-etcd-3', etcd)['initial-cluster-state']).toBe('existing');
    const again = settle({ before: { ...secrets, ...(etcd && { etcd }) } });
    expect(again).toMatchObject({ etcd, joining: undefined });
  });

  it('members that the profile adds join one after the other', () => {
    const certificates = Object.fromEntries(
      Object.entries(fixture.secrets.certificates).filter(([id]) => !/@icc-etcd-[45]$/.test(id)),
    );
    const { etcd, joining } = settle({ before: { ...fixture.secrets, certificates } });
    expect(joining).toEqual({ running: e(1, 2, 3), removed: [], replaced: [], added: e(4, 5) });
    expect(etcd).toEqual({
      founders: e(1, 2, 3),
      joined: { 'icc-etcd-4': e(1, 2, 3, 4), 'icc-etcd-5': e(1, 2, 3, 4, 5) },
    });
  });

  it('a member that the last build did not have joins, although its certificate is kept', () => {
    const { joining } = settle({ handedOut: e(1, 2, 4, 5) });
    expect(joining).toMatchObject({ running: e(1, 2, 4, 5), added: e(3) });
  });

  it('a member that the profile drops leaves, and can only come back by joining', () => {
    const { etcd, joining } = settle({
      cluster: without(...e(4, 5)),
      handedOut: e(1, 2, 3, 4, 5),
    });
    expect(joining).toEqual({ running: e(1, 2, 3), removed: e(4, 5), replaced: [], added: [] });
    expect(etcd).toEqual({ founders: e(1, 2, 3), joined: {} });
    const { cluster, secrets } = fixture;
    const first = nodeNamed(cluster, 'icc-etcd-1');
    const small = without(...e(4, 5));
    expect(etcdFlags(small, first, etcd ? { etcd } : {})).toEqual(etcdFlags(small, first, {}));
    const again = settle({ before: { ...secrets, ...(etcd && { etcd }) } });
    expect(again.joining).toMatchObject({ running: e(1, 2, 3), added: e(4, 5) });
  });

  it('of several lost members each is told who is there when it joins', () => {
    expect(settle({ replace: e(1, 4) }).etcd?.joined).toEqual({
      'icc-etcd-1': e(1, 2, 3, 5),
      'icc-etcd-4': e(1, 2, 3, 4, 5),
    });
  });

  it('a quorum must be left', () => {
    expect(settle({ replace: e(1, 2, 3) }).codes).toEqual(['replace/quorum-lost']);
    const single = without(...e(2, 3, 4, 5));
    expect(settle({ cluster: single, replace: e(1) }).codes).toEqual(['replace/single-member']);
    const pair = without(...e(3, 4, 5));
    expect(settle({ cluster: pair, replace: e(1) }).codes).toEqual(['replace/quorum-lost']);
    expect(settle({ handedOut: [] }).codes).toEqual(['replace/no-member-left']);
  });

  it('a person may say that nothing ever ran', () => {
    const { etcd } = settle({ replace: e(3) });
    const before = { ...fixture.secrets, ...(etcd && { etcd }) };
    expect(settle({ before, neverRan: true })).toMatchObject({
      etcd: undefined,
      codes: ['replace/taken-as-new'],
    });
  });
});
