import { expect, test } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { compareSecrets } from '../../../src/output/compare-secrets.ts';
import type { Manifest } from '../../../src/output/manifest.ts';

const previous: Manifest = {
  version: 1,
  cluster: 'icc',
  kubernetes: '1.36.3',
  secrets: { 'ca/etcd': 'aa', 'certificate/etcd-server@e1': 'bb' },
  placement: [],
  artifacts: [],
};

test.each([
  ['the same', { 'ca/etcd': 'aa', 'certificate/etcd-server@e1': 'bb' }, [], []],
  ['all gone', {}, [], ['output/secrets-gone']],
  ['a leaf gone', { 'ca/etcd': 'aa' }, [], ['output/secrets-gone']],
  ['a leaf gone on purpose', { 'ca/etcd': 'aa' }, ['etcd-server@e1'], []],
  ['a leaf issued anew', { 'ca/etcd': 'aa', 'certificate/etcd-server@e1': 'cc' }, [], []],
  [
    'another CA',
    { 'ca/etcd': 'xx', 'certificate/etcd-server@e1': 'bb' },
    [],
    ['output/secrets-foreign'],
  ],
])('%s', (_, current, reissue, expected) => {
  const diagnostics = createCollector();
  compareSecrets(previous, current, { file: 'icc.secrets.yaml', reissue, diagnostics });
  expect(diagnostics.all.map(({ code }) => code)).toEqual(expected);
});
