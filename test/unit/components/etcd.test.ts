import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { etcd } from '../../../src/components/etcd.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';
import { execArguments, parseFlags } from '../../fixtures/flags.ts';

const fixture = await iccFixture();

async function memberOf(name: string, edit?: (text: string) => string) {
  const part = contributionOf(etcd, edit === undefined ? fixture : await iccFixture(edit), name);
  const unit = part.units?.[0]?.content ?? '';
  const [program, ...args] = execArguments(unit);
  return { part, unit, program, flags: parseFlags(args) };
}

test('membership is the same text on every member and matches what each advertises', async () => {
  const names = [1, 2, 3, 4, 5].map((index) => `icc-etcd-${index}`);
  const members = await Promise.all(names.map((name) => memberOf(name)));
  const texts = new Set(members.map(({ flags }) => flags.get('initial-cluster')?.join()));
  expect(texts.size).toBe(1);
  const advertised = members.map(
    ({ flags }) => `${flags.get('name')}=${flags.get('initial-advertise-peer-urls')}`,
  );
  expect([...texts]).toEqual([advertised.join(',')]);
});

test('clients find it at its address, people also on the loopback', async () => {
  const { flags, part } = await memberOf('icc-etcd-3');
  expect(flags.get('listen-client-urls')).toEqual([
    'https://141.22.30.34:2379,https://127.0.0.1:2379',
  ]);
  expect(flags.get('advertise-client-urls')).toEqual(['https://141.22.30.34:2379']);
  expect(flags.get('listen-metrics-urls')).toEqual(['http://127.0.0.1:2381']);
  expect(fileText(part, '/etc/etcd/etcdctl.env')).toContain(
    'export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379\n',
  );
});

test('it waits for quorum without limit, restarts for ever, and takes no ETCD_ variable', async () => {
  const { unit } = await memberOf('icc-etcd-1');
  for (const line of [
    'Type=notify',
    'User=etcd',
    'Restart=always',
    'TimeoutStartSec=infinity',
    'StartLimitIntervalSec=0',
  ]) {
    expect(unit.split('\n')).toContain(line);
  }
  expect(unit).not.toMatch(/Environment|ETCD_/);
});

test('its files and data directory belong to etcd, and no CA key lies there', async () => {
  const { part } = await memberOf('icc-etcd-1');
  expect(part.directories).toMatchObject([{ path: '/var/lib/etcd', mode: 0o700, user: 'etcd' }]);
  const tls = part.files?.filter(({ path }) => path.startsWith('/etc/etcd/pki/')) ?? [];
  expect(tls.map(({ path, mode, user }) => [path, mode, user])).toEqual([
    ['/etc/etcd/pki/ca.crt', 0o644, 'etcd'],
    ['/etc/etcd/pki/peer.crt', 0o644, 'etcd'],
    ['/etc/etcd/pki/peer.key', 0o600, 'etcd'],
    ['/etc/etcd/pki/server.crt', 0o644, 'etcd'],
    ['/etc/etcd/pki/server.key', 0o600, 'etcd'],
  ]);
  expect(tls.some(({ content }) => content === fixture.secrets.cas.etcd.key)).toBe(false);
});

test('server and peer certificates are where the flags want them', async () => {
  const { part, flags } = await memberOf('icc-etcd-1');
  const read = (flag: string) => new X509Certificate(fileText(part, flags.get(flag)?.[0] ?? ''));
  expect(read('cert-file').checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(read('peer-cert-file').checkIP('141.22.30.32')).toBe('141.22.30.32');
});

test('the corruption check is spelled as the version wants it', async () => {
  const { flags } = await memberOf('icc-etcd-1');
  expect(flags.get('feature-gates')).toEqual(['InitialCorruptCheck=true']);
  const old = await memberOf('icc-etcd-1', (text) => `${text}\netcd: { version: 3.5.24 }\n`);
  expect(old.flags.get('experimental-initial-corrupt-check')).toEqual(['true']);
  expect(old.flags.has('feature-gates')).toBe(false);
});

test('the profile decides data directory, quota and further flags', async () => {
  const settings =
    'etcd: { dataDir: /srv/etcd, quotaBackendGiB: 1.5, extraArgs: { log-level: warn } }';
  const { part, unit, flags } = await memberOf('icc-etcd-1', (text) => `${text}\n${settings}\n`);
  expect(flags.get('quota-backend-bytes')).toEqual(['1610612736']);
  expect(flags.get('log-level')).toEqual(['warn']);
  expect(part.directories?.[0]?.path).toBe('/srv/etcd');
  expect(unit).toContain('RequiresMountsFor=/srv/etcd\n');
});

test('programs go where the operating system lets them', async () => {
  expect((await memberOf('icc-etcd-1')).program).toBe('/usr/local/bin/etcd');
  const flatcar = await memberOf('icc-etcd-1', (text) =>
    text.replace('os: ubuntu-24.04', 'os: flatcar').replace('[cloud-init, ignition]', 'ignition'),
  );
  expect(flatcar.program).toBe('/opt/bin/etcd');
  expect(flatcar.part.downloads?.[0]?.placement).toEqual({
    kind: 'tar.gz',
    directory: '/opt/bin',
    members: {
      'etcd-v3.6.8-linux-amd64/etcd': 'etcd',
      'etcd-v3.6.8-linux-amd64/etcdctl': 'etcdctl',
      'etcd-v3.6.8-linux-amd64/etcdutl': 'etcdutl',
    },
  });
});
