import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { expect, onTestFinished, test } from 'vitest';
import { openState } from '../../src/server/state/open-state.ts';
import { startLab } from '../../src/smoke/lab/lab.ts';
import { freePort } from '../../src/smoke/network/free-port.ts';
import { GATEWAY_ADDRESS } from '../../src/smoke/network/gateway.ts';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { gateway, judged, packageJudged } from './judged-profile.ts';
import { startServe } from './start-serve.ts';

const folder = 'out/smoke/config-drive';

test('cloud-init reads a config drive with a split document, and its part from serve by its token', async () => {
  const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
  const port = await freePort();
  const store = `{ url: "http://${GATEWAY_ADDRESS}:${port}/seed/{node}/{sha256}", token: true }`;
  const target = `platform: config-drive, delivery: split, store: ${store}`;
  const packaged = await packageJudged(folder, target, { for: 'config-drive' });
  const state = resolve(folder, 'serve.db');
  onTestFinished(await startServe(port, [packaged.cluster, '--state', state]));

  const lab = await startLab({
    nodes: [
      {
        name: judged.name,
        addresses: [`${judged.address}/24`],
        document: {
          format: 'cloud-init',
          seedDisk: await readFile(join(packaged.package, judged.name, 'config-drive.iso')),
        },
        mac: judged.mac,
        cpus: 1,
        memoryMiB: 1024,
        image: host.image,
      },
    ],
    qemu: host.qemu,
    acceleration: host.acceleration,
    logs: folder,
    hostPorts: [port],
    routers: [gateway],
  });
  onTestFinished(lab.close);
  await lab.start();
  const { console: guest } = lab.vm(judged.name);
  const seconds = 1800;
  await guest.waitForStep('part', 'done', { seconds });
  const final = await guest.waitForStep('cloud-init final', 'done', { seconds });
  expect(final.detail).toBe('DataSourceConfigDrive');
  await guest.waitFor(
    'a report line',
    ({ source, step }) => source === 'clusterseed' && step !== 'part',
    { seconds },
  );
  // Nothing but the config drive gives an address there: the lab has no DHCP.
  const said = await readFile(join(folder, `${judged.name}.console.log`), 'utf8');
  expect(said).toMatch(/\| +eth0 +\| True \| +10\.240\.0\.5 +\| 255\.255\.255\.0 +\|/);

  const secrets = load(await readFile(packaged.secrets, 'utf8')) as {
    readonly partTokens: Readonly<Record<string, string>>;
  };
  const address = `http://127.0.0.1:${port}/seed/${judged.name}/user-data.part.json`;
  const authorization = `Bearer ${secrets.partTokens[judged.name]}`;
  expect((await fetch(address)).status).toBe(403);
  expect((await fetch(address, { headers: { authorization } })).status).toBe(410);
  const opened = await openState(state, 'judged');
  onTestFinished(opened.close);
  const gifts = await opened.listGifts();
  expect(gifts.map(({ node, file }) => `${node} ${file}`)).toEqual([
    `${judged.name} user-data.part.json`,
  ]);
});
