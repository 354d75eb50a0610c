import { expect, it } from 'vitest';
import { assembleMachine, checkProfile, compileNodes } from '../../../src/compile.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { encodeDocument, type PackOptions } from '../../../src/pack/encode-document.ts';
import { savingsFor } from '../../../src/pack/savings.ts';
import { withEcdsaKeys } from '../../../src/pack/with-ecdsa-keys.ts';
import { clusterFixture, iccProfile, nodeNamed } from '../../fixtures/cluster.ts';

/** icc-ctrl-1, edited as a person would, with keys of its own. */
async function controller(edit: (text: string) => string = (text) => text) {
  const { cluster, secrets } = await clusterFixture(iccProfile(edit));
  const node = nodeNamed(cluster, 'icc-ctrl-1');
  return { machine: assembleMachine(cluster, node, secrets, createCollector()), cluster, secrets };
}

const rsa = (text: string) => text.replace('pki:\n', 'pki:\n  algorithm: rsa-2048\n');
const plain = (text: string) =>
  text
    .replace('platform: openstack', 'platform: aws\n  compression: none')
    .replace('[cloud-init, ignition]', 'cloud-init');

const options: PackOptions = {
  formats: ['cloud-init'],
  platform: 'aws',
  compression: 'none',
  ignitionVersion: '3.3.0',
  delivery: 'inline',
};

it('tells what ECDSA keys would make of an RSA document as exactly as keys by chance allow', async () => {
  const [large, small] = await Promise.all([controller(rsa), controller()]);
  const measured = withEcdsaKeys(large.machine);
  if (measured === undefined) throw new Error('no RSA key was found');
  for (const compression of ['none', 'gzip'] as const) {
    const size = (machine: typeof measured) =>
      encodeDocument(machine, 'cloud-init', { ...options, platform: 'plain', compression }).size;
    expect(size(large.machine)).toBeGreaterThan(1.2 * size(small.machine));
    expect(Math.abs(size(measured) / size(small.machine) - 1)).toBeLessThan(0.02);
  }
  expect(withEcdsaKeys(small.machine)).toBeUndefined();
});

it('offers a file of the person’s own as a download with its SHA-256', async () => {
  const files = 'defaults:\n  files: [{ path: /opt/list, content: abc, mode: "0600" }]\n';
  const { machine } = await controller((text) =>
    text.replace('machines:\n', `${files}machines:\n`),
  );
  const moved = savingsFor(machine, 'cloud-init', options).find(({ what }) =>
    what.startsWith('/opt'),
  );
  expect(moved?.lines).toEqual([
    '- { path: "/opt/list", mode: "0600", url: https://YOUR-SERVER/list, sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad }',
  ]);
});

it('names a line that makes the document fit when it is pasted', async () => {
  const findings = async (edit: (text: string) => string) => {
    const source = iccProfile((text) => edit(plain(text)));
    const { cluster, diagnostics } = checkProfile(source.name, source.sources);
    if (cluster === undefined) throw new Error(JSON.stringify(diagnostics.all));
    const { secrets } = await controller();
    for (const each of compileNodes(cluster, secrets, diagnostics)) void each;
    return diagnostics.all;
  };
  const before = await findings((text) => text);
  const [, line = ''] = /under target: (compression: auto)$/.exec(before[0]?.hint ?? '') ?? [];
  expect(before[0]?.details?.[0]).toMatch(/bytes +in document +share +file/);
  expect(before[0]?.details).toContainEqual(expect.stringMatching(/fits {2}compressed as a whole/));
  expect(await findings((text) => text.replace('compression: none', line))).toEqual([]);
});
