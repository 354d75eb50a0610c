import { describe, expect, it } from 'vitest';
import { listReferences } from '../../../src/profile/list-references.ts';
import { profileText, read } from './read.ts';

const base = `version: 1
cluster: base
kubernetes: { version: 1.36.3, apiServer: { extraSans: [a.example.org] } }
network: { services: 10.96.0.0/16, pods: 10.244.0.0/16 }
endpoint: 10.0.0.11:6443
addons: [coredns, { manifest: addon.yaml }]
machines:
  - { name: c1, roles: [etcd, controller], address: 10.0.0.11/24, labels: { a: "1", b: "1" } }
  - { name: w1, roles: [worker], address: 10.0.0.21/24 }
`;
const above = `extends: shared/base.yaml
cluster: above
kubernetes: { apiServer: { extraSans: [b.example.org], port: 6444 } }
endpoint: 10.0.0.11:6444
machines:
  - { name: w2, roles: [worker], address: 10.0.0.22/24 }
  - { name: c1, labels: { b: "2" } }
`;
const texts = { 'p.yaml': above, 'shared/base.yaml': base, 'shared/addon.yaml': '' };

describe('a profile laid over its base', () => {
  const { profile, codes } = read(texts);

  it('is valid although neither of them is complete', () => expect(codes).toEqual([]));

  it('merges mappings and replaces single values and lists', () => {
    expect(profile?.cluster).toBe('above');
    expect(profile?.kubernetes.version).toBe('1.36.3');
    expect(profile?.kubernetes.apiServer).toMatchObject({
      extraSans: ['b.example.org'],
      port: 6444,
    });
  });

  it('merges machines by name and adds the others', () => {
    expect(profile?.machines.map(({ name, labels }) => [name, labels])).toEqual([
      ['c1', { a: '1', b: '2' }],
      ['w1', undefined],
      ['w2', undefined],
    ]);
  });

  it('takes names in the base relative to the base', () => {
    expect(profile?.addons).toEqual(['coredns', { manifest: 'shared/addon.yaml' }]);
  });
});

describe('places in merged profiles', () => {
  it('are where each part was written', () => {
    const broken = { ...texts, 'shared/base.yaml': base.replace('10.244.0.0/16', '10.244.0.1/16') };
    const { found } = read({ ...broken, 'p.yaml': above.replace('port: 6444', 'port: 0') });
    expect(found.map(({ code, span }) => [code, span?.file, span?.line])).toEqual([
      ['profile/out-of-range', 'p.yaml', 3],
      ['profile/invalid-cidr', 'shared/base.yaml', 4],
    ]);
  });

  it('names the base that is not there, and what is wrong in one that is', () => {
    expect(read({ 'p.yaml': above }).codes).toEqual(['profile/missing-file']);
    const { found } = read({ ...texts, 'shared/base.yaml': 'a: 1\na: 2\n\tb: [' });
    expect(found.map(({ span }) => span?.file)).toContain('shared/base.yaml');
  });
});

describe('listReferences', () => {
  it('lists what the profile and the bases so far name, sorted', () => {
    expect(listReferences('p.yaml', new Map([['p.yaml', above]]))).toEqual(['shared/base.yaml']);
    expect(listReferences('p.yaml', new Map(Object.entries(texts)))).toEqual([
      'shared/addon.yaml',
      'shared/base.yaml',
    ]);
  });

  it('finds every kind of reference', () => {
    const files = [{ path: '/a', source: 'f' }];
    const text = profileText({
      extends: 'base',
      network: { plugin: { manifest: 'plugin' } },
      kubernetes: {
        apiServer: {
          audit: { policy: { file: 'audit' } },
          authenticationWebhook: { url: 'https://x', caFile: 'ca' },
        },
      },
      addons: [{ manifest: 'addon' }],
      defaults: { files },
      roles: { worker: { files: [{ path: '/a', source: 'g' }] } },
      machines: [{ name: 'a', files: [{ path: '/a', source: 'h' }] }],
    });
    expect(listReferences('p', new Map([['p', text]]))).toEqual([
      'addon',
      'audit',
      'base',
      'ca',
      'f',
      'g',
      'h',
      'plugin',
    ]);
  });

  it.each(['../x', '/etc/passwd', 'a/../../x', 'a//b', '', 'a\nb'])(
    'never names %j, which leads out',
    (manifest) => {
      const text = profileText({ addons: [{ manifest }] });
      expect(listReferences('p', new Map([['p', text]]))).toEqual([]);
    },
  );

  it('is quiet about broken texts and circles', () => {
    expect(listReferences('p', new Map([['p', '{']]))).toEqual([]);
    expect(listReferences('p', new Map())).toEqual([]);
    const circle = new Map([
      ['p', 'extends: q'],
      ['q', 'extends: p'],
    ]);
    expect(listReferences('p', circle)).toEqual(['p', 'q']);
  });
});
