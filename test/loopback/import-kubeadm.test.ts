import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iccProfile, planFixture } from '../fixtures/cluster.ts';
import { readStore, refusedBy } from '../fixtures/verify-import.ts';
import { buildPrograms } from './programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-kubeadm-'));
const cluster = planFixture(iccProfile());
beforeAll(() => {
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  const kubeadm = buildPrograms(`kubernetes@${cluster.version}:kubeadm`).get('kubeadm') ?? '';
  writeFileSync(
    join(folder, 'kubeadm.yaml'),
    [
      'apiVersion: kubeadm.k8s.io/v1beta4',
      'kind: ClusterConfiguration',
      `kubernetesVersion: v${cluster.version}`,
      `certificatesDir: ${join(folder, 'pki')}`,
      '',
    ].join('\n'),
  );
  execFileSync(
    kubeadm,
    ['init', 'phase', 'certs', 'all', '--config', join(folder, 'kubeadm.yaml')],
    {
      stdio: 'pipe',
    },
  );
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const result = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

test('the files of kubeadm are taken over, each CA as it is', () => {
  const done = run('import', 'profiles/icc.yaml', '--from', 'pki', '--format', 'json');
  expect([done.code, done.err]).toEqual([0, '']);
  const { taken, left } = JSON.parse(done.out);
  expect(taken).toEqual(
    expect.arrayContaining([
      { secret: 'ca/kubernetes', file: 'ca.crt' },
      { secret: 'ca/etcd', file: 'etcd/ca.crt' },
      { secret: 'ca/front-proxy', file: 'front-proxy-ca.crt' },
      { secret: 'service-account-key', file: 'sa.key' },
      { secret: 'certificate/front-proxy-client@icc-ctrl-1', file: 'front-proxy-client.crt' },
    ]),
  );
  expect(left.map(({ file }: { file: string }) => file)).toContain('apiserver.crt');
  expect(run('build', 'profiles/icc.yaml', '-q')).toMatchObject({ code: 0, err: '' });
  const secrets = readStore(join(folder, 'profiles/icc.secrets.yaml'));
  for (const [ca, file] of [
    ['kubernetes', 'ca.crt'],
    ['etcd', 'etcd/ca.crt'],
    ['front-proxy', 'front-proxy-ca.crt'],
  ] as const) {
    expect(refusedBy(join(folder, 'pki', file), ca, cluster, secrets)).toEqual([]);
    expect(secrets.cas[ca].certificate).toBe(readFileSync(join(folder, 'pki', file), 'utf8'));
  }
});
