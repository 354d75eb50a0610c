import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { haproxy } from '../../src/components/haproxy.ts';
import {
  type ClusterFixture,
  clusterFixture,
  contributionOf,
  icc17Profile,
  iccFixture,
} from '../fixtures/cluster.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clusterseed-haproxy-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs `haproxy -c` with the frontend's files at their own place, in a mount namespace. */
async function check(edit?: (text: string) => string, other?: ClusterFixture): Promise<string> {
  const part = contributionOf(haproxy, other ?? (await iccFixture(edit)), 'icc-frontend-1');
  for (const { path, content } of part.files ?? []) {
    writeFileSync(join(directory, basename(path)), content);
  }
  const script =
    'mount --bind "$1" /etc/haproxy && exec haproxy -c -f /etc/haproxy/haproxy.cfg 2>&1';
  const command = ['--mount', '--map-root-user', 'sh', '-c', script, 'sh', directory];
  return execFileSync('unshare', command, { encoding: 'utf8' });
}

test('HAProxy accepts the configuration of the ICC frontend without a warning', async () => {
  const said = await check();
  expect(said).toMatch(/valid/i);
  expect(said).not.toMatch(/warning|alert/i);
});

test('HAProxy accepts the configuration of the frontend of Kubernetes 1.7, which asks /healthz', async () => {
  const said = await check(undefined, await clusterFixture(icc17Profile()));
  expect(said).toMatch(/valid/i);
  expect(said).not.toMatch(/warning|alert/i);
});

test('HAProxy accepts it for an IPv6 frontend', async () => {
  const said = await check((text) =>
    text
      .replace('141.22.10.222/24', 'fd00:10::222/64')
      .replace(
        '{ cidr: 141.22.10.0/24, gateway: 141.22.10.1',
        '{ cidr: "fd00:10::/64", gateway: "fd00:10::1"',
      ),
  );
  expect(said).not.toMatch(/warning|alert/i);
});

test('HAProxy refuses it without the CA that it names, so the check is a real one', async () => {
  const part = contributionOf(haproxy, await iccFixture(), 'icc-frontend-1');
  const config = part.files?.find(({ path }) => path.endsWith('haproxy.cfg'))?.content ?? '';
  writeFileSync(join(directory, 'haproxy.cfg'), config);
  const script = 'mount --bind "$1" /etc/haproxy && exec haproxy -c -f /etc/haproxy/haproxy.cfg';
  const command = ['--mount', '--map-root-user', 'sh', '-c', script, 'sh', directory];
  expect(() => execFileSync('unshare', command, { stdio: 'pipe' })).toThrow();
});
