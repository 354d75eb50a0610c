import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Secrets } from '../../src/index.ts';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { smokeTest } from '../../src/smoke/scenario/boot-cluster.ts';
import { emulatedDeadlines } from '../../src/smoke/scenario/deadlines.ts';
import type { SmokeOptions } from '../../src/smoke/scenario/start-cluster.ts';
import { issueFor, spoilFile } from './spoil.ts';

const minutes = 60_000;
const profilePath = 'profiles/smoke.yaml';

async function failure(name: string, tamper: SmokeOptions['tamper']): Promise<string> {
  const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
  const options: SmokeOptions = {
    ...host,
    profilePath,
    format: 'cloud-init',
    preload: true,
    logs: `out/smoke/${name}`,
    deadlines: { ...emulatedDeadlines, health: Number(process.env.CLUSTERSEED_PATIENCE ?? 900) },
    output: { write: (text) => process.stdout.write(text) },
    ...(tamper === undefined ? {} : { tamper }),
  };
  const message = await smokeTest(options).then(
    () => 'the smoke test passed',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  console.log(message);
  return message;
}

test(
  'an etcd certificate for another address: the message says what it is valid for, and what was dialled',
  async () => {
    const profile = await readFile(profilePath, 'utf8');
    const moved = new Map([['moved', profile.replaceAll('10.240.0.10', '10.240.0.99')]]);
    const tamper = async (node: string, document: Buffer, secrets: Secrets) => {
      const pair = (await issueFor('moved', moved, secrets)).certificates[`etcd-server@${node}`];
      const withCertificate = spoilFile(document, '/etc/etcd/pki/server.crt', pair?.certificate);
      return spoilFile(withCertificate, '/etc/etcd/pki/server.key', pair?.key);
    };
    const message = await failure('wrong-san', tamper);
    expect(message).toContain('/healthz of the API server: not within');
    expect(message).toMatch(
      /certificate is valid for [^\n]*10\.240\.0\.99[^\n]*, not 10\.240\.0\.10/,
    );
  },
  60 * minutes,
);

test(
  'a file that is not there: the message names it',
  async () => {
    const path = '/etc/etcd/pki/peer.crt';
    const message = await failure('missing-file', (_, document) =>
      spoilFile(document, path, undefined),
    );
    expect(message).toContain('/healthz of the API server: not within');
    expect(message).toMatch(
      /etcd[^\n]*open \/etc\/etcd\/pki\/peer\.crt: no such file or directory/,
    );
  },
  60 * minutes,
);
