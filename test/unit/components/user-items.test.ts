import { expect, it } from 'vitest';
import { assembleMachine } from '../../../src/compile.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { clusterFixture, iccProfile, nodeNamed } from '../../fixtures/cluster.ts';

const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it('a file with a url is no file of the document but a line of the fetch plan', async () => {
  const file = `{ path: /opt/list, url: "https://f.example.org/a", sha256: ${sha256}, mode: "0600" }`;
  const files = `defaults:\n  files: [${file}]\n`;
  const { cluster, secrets } = await clusterFixture(
    iccProfile((text) => text.replace('machines:\n', `${files}machines:\n`)),
  );
  const diagnostics = createCollector();
  const node = nodeNamed(cluster, 'icc-worker-1');
  const machine = assembleMachine(cluster, node, secrets, diagnostics);
  expect(diagnostics.all).toEqual([]);
  expect(machine.files.map(({ path }) => path)).not.toContain('/opt/list');
  const plan = machine.files.find(({ path }) => path === '/etc/clusterseed/fetch.plan')?.content;
  const line = `list-[0-9a-f]{8} ba7816bf8f01 ${sha256} file /opt/list 0600 https://f.example.org/a`;
  expect(plan).toMatch(new RegExp(`^${line}$`, 'm'));
});
