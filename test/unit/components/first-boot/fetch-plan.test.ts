import { expect, test } from 'vitest';
import { compactScript } from '../../../../src/components/first-boot/compact-script.ts';
import { formatFetchPlan } from '../../../../src/components/first-boot/fetch-plan.ts';
import type { Download } from '../../../../src/machine/model.ts';

const sha256 = 'a'.repeat(64);
const from = { component: 'test', path: [] };
const runc: Download = {
  name: 'runc',
  version: '1.4.3',
  urls: ['https://a.example/runc', 'https://b.example/runc'],
  sha256,
  placement: { kind: 'file', path: '/opt/bin/runc', mode: 0o755 },
  from,
};
const cni: Download = {
  name: 'cni-plugins',
  version: '1.9.1',
  urls: ['https://a.example/cni.tgz'],
  sha256,
  placement: { kind: 'tar.gz', directory: '/opt/cni/bin', members: { portmap: 'p', bridge: 'b' } },
  from,
};

test('one line for each download, in the order of their names', () => {
  expect(formatFetchPlan([runc, cni])).toBe(
    `# name version sha256 kind target mode-or-members urls
cni-plugins 1.9.1 ${sha256} tar.gz /opt/cni/bin bridge=b,portmap=p https://a.example/cni.tgz
runc 1.4.3 ${sha256} file /opt/bin/runc 0755 https://a.example/runc https://b.example/runc
`,
  );
});

test('a word that the shell would split is refused', () => {
  expect(() => formatFetchPlan([{ ...runc, urls: ['https://a.example/a b'] }])).toThrow(
    'not one word of a fetch plan',
  );
});

test('a script is shipped without its comments and indentation', () => {
  expect(compactScript('#!/bin/sh\n# Says hello.\n\nhello() {\n  # now\n  echo "#1"\n}\n')).toBe(
    '#!/bin/sh\n# Says hello.\nhello() {\necho "#1"\n}\n',
  );
});
