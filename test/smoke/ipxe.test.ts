import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openState } from '../../src/server/state/open-state.ts';
import { waitUntil } from '../../src/smoke/checks/wait-until.ts';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { openBootNetwork } from './boot-network.ts';
import { clusterseed, gateway, judged, packageJudged } from './judged-profile.ts';

const folder = 'out/smoke/ipxe';
const url = `http://${gateway}:8800`;

test('iPXE boots a machine from serve, and cloud-init reads its documents there, once', async () => {
  const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
  const { cluster } = await packageJudged(folder, 'platform: pxe', {
    for: 'pxe',
    words: ['--url', url],
  });
  const files = join(folder, 'mirror/files');
  await mkdir(files, { recursive: true });
  await copyFile(host.image.kernel?.kernel ?? '', join(files, 'vmlinuz'));
  await copyFile(host.image.kernel?.initrd ?? '', join(files, 'initrd'));

  const network = await openBootNetwork([
    ...['--dhcp-match=set:ipxe,175', `--dhcp-boot=tag:ipxe,${url}/boot.ipxe`],
  ]);
  onTestFinished(network.close);
  const { sandbox } = network;
  const state = resolve(folder, 'serve.db');
  sandbox.keepRunning('serve', [
    ...[...clusterseed, 'serve', resolve(cluster), '--listen', `${gateway}:8800`, '--plain-http'],
    ...['--trust-network', '10.240.0.0/24', '--state', state],
    ...[
      '--admin-token-file',
      resolve(folder, 'serve.token'),
      '--mirror',
      resolve(folder, 'mirror'),
    ],
    ...['--kernel', 'vmlinuz', '--initrd', 'initrd'],
    ...['--kernel-args', 'root=LABEL=root rw console=ttyS0 net.ifnames=0 mitigations=off'],
  ]);
  const ask = async (path: string) => {
    const words = ['--silent', '--output', '/dev/null', '--write-out', '%{http_code}'];
    return (await sandbox.run(['curl', ...words, `${url}${path}`])).stdout;
  };
  await waitUntil({ what: 'serve answers', seconds: 60, every: 1 }, async () =>
    (await ask('/healthz')) === '200' ? true : undefined,
  );
  const document = `/seed/${judged.name}/user-data`;
  expect(await ask(document)).toBe('403');

  const vm = await network.start(host, join(folder, 'console.log'));
  const seconds = 1800;
  await vm.waitFor('a report line', ({ source }) => source === 'clusterseed', { seconds });
  const final = await vm.waitForStep('cloud-init final', 'done', { seconds });
  expect(final.detail).toBe('DataSourceNoCloudNet');
  expect(vm.lines().join('\n')).toContain(`[seed=cmdline,${url}/seed/${judged.name}/]`);

  const opened = await openState(state, 'judged');
  onTestFinished(opened.close);
  expect((await opened.listGifts()).map(({ at: _, ...gift }) => gift)).toEqual([
    { node: judged.name, file: 'user-data', address: judged.address },
  ]);
  expect(sandbox.logOf('serve')).not.toContain('asked for again');
  expect(network.dhcpLog()).toContain(`${url}/boot.ipxe`);
});
