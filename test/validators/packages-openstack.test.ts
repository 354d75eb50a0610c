import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iccFixture } from '../fixtures/cluster.ts';
import { bytesOf, packagesOf, textOf, withMacs } from '../fixtures/packaged.ts';
import { placePackages, placeRecorder } from './packages/place-packages.ts';
import { runWell } from './trees/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-openstack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const icc = await iccFixture((text) => withMacs(text).replace('plugin: flannel', 'plugin: routes'));
const files = packagesOf(icc, ['openstack', 'nocloud', 'config-drive']);
/** A command line as the client's parser understood it. */
interface Understood {
  readonly command: string;
  readonly mistake?: string;
  readonly server_name?: string;
  readonly name?: string;
}

const script = join(folder, 'packages/openstack/create-servers.sh');
const python = (name: string, args: readonly string[], input?: unknown) =>
  JSON.parse(
    runWell('/usr/bin/python3', [join(import.meta.dirname, 'packages', name), ...args], {
      ...(input === undefined ? {} : { input: JSON.stringify(input) }),
    }),
  );

beforeAll(() => placePackages(folder, files));

describe('create-servers.sh', () => {
  const settings = {
    IMAGE: 'an image',
    FLAVOR: '$(touch x)',
    NETWORK: "it's",
    CLIENTS: '0.0.0.0/0',
  };
  /** Runs it against a client that finds nothing, or everything. */
  function record(name: string, answer: string): string[][] {
    const log = join(folder, `${name}.log`);
    placeRecorder(join(folder, name, 'openstack'), log, answer);
    const env = { PATH: `${join(folder, name)}:/usr/bin:/bin`, ...settings };
    const { status, stderr } = spawnSync(script, [], { env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  it('holds nothing that shellcheck finds', () => {
    expect(spawnSync('shellcheck', [script], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('gives the client commands that its own parsers understand', () => {
    const calls = record('none', '"show" in words').filter((words) => !words.includes('show'));
    const understood: Understood[] = python('parse-openstack.py', [], calls);
    expect(understood.filter(({ mistake }) => mistake !== undefined)).toEqual([]);
    const count = (command: string) => understood.filter((call) => call.command === command).length;
    const nodes = icc.cluster.nodes.length;
    expect(count('server create')).toBe(nodes);
    expect(count('port create')).toBe(nodes);
    expect(count('security group create')).toBe(4);
    const server = understood.find(
      (call) => call.command === 'server create' && call.server_name === 'icc-etcd-1',
    );
    expect(server).toMatchObject({
      image: 'an image',
      flavor: '$(touch x)',
      user_data: 'icc-etcd-1/user-data',
    });
    const port = understood.find(
      (call) => call.command === 'port create' && call.name === 'icc-worker-1',
    );
    expect(port).toMatchObject({
      network: "it's",
      mac_address: '52:54:00:00:00:0a',
      fixed_ip: [{ 'ip-address': '10.240.0.20' }],
      security_group: ['icc-worker'],
    });
  });

  it('makes nothing that is there already', () => {
    expect(record('all', '0').filter((words) => words.includes('create'))).toEqual([]);
  });

  it('names what it needs', () => {
    const { status, stderr } = spawnSync(script, [], {
      env: { PATH: '/usr/bin:/bin' },
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('or IMAGE for all');
  });
});

it('cloud-init unpacks the documents that are text to the compressed ones', () => {
  const names = icc.cluster.nodes.map(({ name }) => name);
  const documents = names.map((name) => bytesOf(files, `packages/openstack/${name}/user-data`));
  expect(documents.some((bytes) => Buffer.from(bytes).toString().startsWith('MIME-'))).toBe(true);
  const read: [string, string][][] = python(
    'read-user-data.py',
    [],
    documents.map((bytes) => Buffer.from(bytes).toString('base64')),
  );
  for (const [index, parts] of read.entries()) {
    const drive = `packages/config-drive/${names[index]}/config-drive/openstack/latest/user_data`;
    const bytes = Buffer.from(bytesOf(files, drive));
    const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    expect(parts).toEqual([['text/cloud-config', plain.toString('base64')]]);
  }
});

it('the Heat client sends the template with every document as it is', () => {
  const { template, files: sent } = python('read-heat.py', [
    join(folder, 'packages/openstack/heat.yaml'),
  ]);
  expect(Object.keys(sent).sort()).toEqual(
    icc.cluster.nodes.map(({ name }) => `${name}/user-data`).sort(),
  );
  for (const [path, text] of Object.entries(sent)) {
    expect(text).toBe(textOf(files, `packages/openstack/${path}`));
  }
  expect(template.heat_template_version).toBe('2018-08-31');
});
