import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorldError } from '../../../src/output/world-error.ts';
import { contract } from '../../../src/server/contract.ts';
import { adminToken, buildLab, type Lab, type LabServer, openLab } from '../../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

beforeAll(async () => {
  lab = await buildLab();
  const images = join(lab.folder, 'mirror/images');
  mkdirSync(join(images, 'blobs/sha256'), { recursive: true });
  const manifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [] });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const annotations = { 'org.opencontainers.image.ref.name': 'registry.k8s.io/pause:3.10.1' };
  const entry = { mediaType, digest: `sha256:${sha256(manifest)}`, size: 1, annotations };
  writeFileSync(
    join(images, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [entry] }),
  );
  writeFileSync(join(images, 'blobs/sha256', sha256(manifest)), manifest);
  writeFileSync(join(images, 'blobs/sha256', sha256('layer')), 'layer');
  writeFileSync(join(lab.folder, 'mirror/secret.txt'), 'outside of files/');
  symlinkSync('../secret.txt', join(lab.folder, 'mirror/files/out'));
  symlinkSync('kubelet/kubelet', join(lab.folder, 'mirror/files/in'));
  writeFileSync(join(lab.folder, 'mirror/files/.hidden'), 'hidden');
  server = await openLab(lab);
}, 300_000);
afterAll(async () => {
  await server.close();
  lab.remove();
});

const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.9') =>
  server.app.inject({ url, headers, remoteAddress });
const admin = { authorization: `Bearer ${adminToken}` };

describe('iPXE', () => {
  it('asks for the machine’s script, which says where its document is', async () => {
    const first = await get('/boot.ipxe');
    expect(first.payload.split('\n')[0]).toBe('#!ipxe');
    expect(first.payload).toContain('chain ipxe?mac=');
    const script = await get('/ipxe?mac=52-54-00-00-00-01&uuid=&serial=');
    expect(script.payload).toBe(
      [
        '#!ipxe',
        'kernel files/vmlinuz initrd=initrd ignition.firstboot ignition.platform.id=metal ignition.config.url=https://seed.example.org/seed/c1/config.ign console=ttyS0',
        'initrd --name initrd files/initrd.img',
        'boot',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['mac=52:54:00:00:00:01', 'c1'],
    ['mac=00-00-00-00-00-00&uuid=4c4c4544-0051-3010-8052-b4c04f4e4d31', 'w2'],
    ['serial=5Q0RNM1', 'w2'],
  ])('knows a machine by %s', async (query, node) => {
    expect((await get(`/ipxe?${query}`)).payload).toContain(`/seed/${node}/`);
  });

  it.each(['', 'serial=other', 'mac=52:54:00:00:00:02'])('knows none by “%s”', async (query) => {
    const answer = await get(`/ipxe?${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown']);
  });

  it('takes nothing else', async () => {
    expect((await get('/ipxe?name=c1')).statusCode).toBe(400);
    expect((await get('/ipxe?mac=a&mac=b')).statusCode).toBe(400);
  });
});

describe('files', () => {
  it('come whole or in ranges', async () => {
    const whole = await get('/files/kubelet/kubelet');
    expect([whole.statusCode, whole.payload]).toEqual([200, 'not really a kubelet']);
    const part = await get('/files/kubelet/kubelet', { range: 'bytes=4-9' });
    expect([part.statusCode, part.payload]).toEqual([206, 'really']);
    expect(part.headers['content-range']).toBe('bytes 4-9/20');
    const end = await get('/files/kubelet/kubelet', { range: 'bytes=-7' });
    expect(end.payload).toBe('kubelet');
    const beyond = await get('/files/kubelet/kubelet', { range: 'bytes=20-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */20']);
    const head = await server.app.inject({ method: 'HEAD', url: '/files/kubelet/kubelet' });
    expect([head.statusCode, head.headers['content-length'], head.payload]).toEqual([
      200,
      '20',
      '',
    ]);
    expect((await get('/files/in')).payload).toBe('not really a kubelet');
  });

  it.each([
    '/files/',
    '/files/kubelet',
    '/files/kubelet/',
    '/files/.hidden',
    '/files/out',
    '/files/../secret.txt',
    '/files/%2e%2e/secret.txt',
    '/files/%2e%2e%2fsecret.txt',
    '/files/..%5csecret.txt',
    '/files//etc/passwd',
    '/files/kubelet%00/kubelet',
    '/files/kubelet/kubelet/more',
  ])('has nothing at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe('images', () => {
  const manifest = () => server.app.inject('/v2/pause/manifests/3.10.1?ns=registry.k8s.io');

  it('are pulled by tag and digest, under the registry’s name and without', async () => {
    expect((await get('/v2/')).statusCode).toBe(200);
    const answer = await manifest();
    expect(answer.headers['content-type']).toBe('application/vnd.oci.image.manifest.v1+json');
    const digest = answer.headers['docker-content-digest'];
    for (const path of [
      'registry.k8s.io/pause/manifests/3.10.1',
      'pause/manifests/3.10.1',
      `pause/manifests/${digest}`,
    ]) {
      expect((await get(`/v2/${path}`)).payload).toBe(answer.payload);
    }
    expect((await get(`/v2/pause/blobs/sha256:${sha256('layer')}`)).payload).toBe('layer');
  });

  it.each([
    '/v2/pause/manifests/latest',
    '/v2/other/manifests/3.10.1?ns=docker.io',
    '/v2/pause/blobs/3.10.1',
    `/v2/pause/blobs/sha256:${'0'.repeat(64)}`,
    `/v2/pause/manifests/sha256:${sha256('layer')}`,
    '/v2/pause/tags/list',
    '/v2/_catalog',
  ])('are not at %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe('reports', () => {
  const report = {
    node: 'w2',
    state: 'running',
    uptime: 33,
    steps: [{ name: 'fetch', state: 'failed', seconds: 3, detail: 'kubelet 1.36.3: no route' }],
  };
  const post = (node: string, payload: object | string, remoteAddress = '10.0.0.22') =>
    server.app.inject({
      method: 'POST',
      url: `/report/${node}`,
      remoteAddress,
      payload,
      headers: { 'content-type': 'application/json' },
    });

  it('from the node are on the board', async () => {
    expect((await post('w2', report)).statusCode).toBe(204);
    const board = await get('/board/data', admin);
    const node = board.json().nodes.find(({ name }: { name: string }) => name === 'w2');
    expect(node).toMatchObject({ state: 'failed', uptime: 33, steps: report.steps });
  });

  it('of a split node come with its token from anywhere', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/report/w1',
      remoteAddress: '192.0.2.9',
      payload: { ...report, node: 'w1' },
      headers: { authorization: `Bearer ${lab.build.secrets?.partTokens?.w1}` },
    });
    expect(answer.statusCode).toBe(204);
  });

  it.each([
    ['of another machine', 'w2', report, '10.0.0.21', 403],
    ['of no node', 'w9', report, '10.0.0.22', 403],
    ['with another name', 'w2', { ...report, node: 'w1' }, '10.0.0.22', 409],
    ['with more keys', 'w2', { ...report, more: 1 }, '10.0.0.22', 400],
    ['with another state', 'w2', { ...report, state: '<b>' }, '10.0.0.22', 400],
    ['that is no JSON', 'w2', '{"node":', '10.0.0.22', 400],
    [
      'that is too large',
      'w2',
      JSON.stringify({ ...report, x: 'x'.repeat(17_000) }),
      '10.0.0.22',
      413,
    ],
  ])('%s are refused', async (_what, node, payload, address, status) => {
    expect((await post(node, payload, address)).statusCode).toBe(status);
  });
});

describe('what is for people', () => {
  it('is for the administrator and trusted networks', async () => {
    for (const url of ['/board/data', '/metrics']) {
      expect((await get(url)).statusCode).toBe(401);
      expect((await get(url, admin)).statusCode).toBe(200);
      expect((await get(url, {}, '10.0.0.99')).statusCode).toBe(200);
    }
  });

  it('shows nodes, links and when certificates end', async () => {
    const board = (await get('/board/data', admin)).json();
    expect(board.nodes.map(({ name }: { name: string }) => name)).toEqual(['c1', 'w1', 'w2']);
    expect(board.certificates).toContainEqual({
      name: 'ca/kubernetes',
      notAfter: expect.any(String),
    });
    expect(board.links).toContainEqual({
      from: 'kube-apiserver@c1',
      to: 'etcd@c1',
      port: 2379,
      protocol: 'tcp',
    });
  });

  it('counts requests and documents', async () => {
    await get('/seed/c1/user-data', {}, '10.0.0.11');
    const { payload } = await get('/metrics', admin);
    expect(payload).toContain('clusterseed_documents_total{node="c1",outcome="given"} 1');
    expect(payload).toMatch(
      /clusterseed_http_requests_total\{route="\/seed\/:node\/:file",method="GET",status="200"\} \d/,
    );
  });

  it('describes every route of the contract', async () => {
    const { paths, openapi } = (await get('/openapi.json')).json();
    expect(openapi).toBe('3.1.0');
    for (const { path, method } of Object.values(contract)) {
      const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(described?.responses).toBeDefined();
    }
  });

  it('says that it is well, or that its state is gone', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok', cluster: 'lab' });
    const broken = await openLab(lab);
    await broken.context.state.close();
    const answer = await broken.app.inject('/healthz');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'http-503']);
    expect(
      (await broken.app.inject({ url: '/seed/c1/config.ign', remoteAddress: '10.0.0.11' }))
        .statusCode,
    ).toBe(503);
    await broken.app.close();
  });

  it('believes for a second that the state can be read', async () => {
    const state = { ...server.context.state };
    const other = await openLab(lab, { state });
    const ask = async () => (await other.app.inject('/healthz')).statusCode;
    expect(await ask()).toBe(200);
    state.nodeOfToken = () => Promise.reject(new WorldError('gone'));
    other.clock += 999;
    expect(await ask()).toBe(200);
    other.clock += 1;
    expect(await ask()).toBe(503);
    expect(await ask()).toBe(503);
    await other.app.close();
  });
});

it.each([
  '/boot.ipxe',
  '/ipxe?serial=5Q0RNM1',
  '/healthz',
  '/openapi.json',
  '/files/kubelet/kubelet',
  '/v2/',
  '/board/',
  '/seed/c1/meta-data',
  '/nothing',
])('says what %s is, and that it is nothing else', async (url) => {
  for (const turn of [1, 2]) {
    const { headers, rawPayload } = await get(url);
    expect([turn, headers['x-content-type-options'], headers['content-length']]).toEqual([
      turn,
      'nosniff',
      String(rawPayload.length),
    ]);
    expect(headers['content-type']).toBeDefined();
  }
});

it('is not written to', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
    const answer = await server.app.inject({ method, url: '/seed/c1/user-data' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  }
  expect(
    (await server.app.inject({ method: 'POST', url: '/files/kubelet/kubelet' })).statusCode,
  ).toBe(404);
});

it('refuses documents that are not those of the build', async () => {
  const other = await buildLab();
  rmSync(join(other.directory, 'c1/user-data'));
  await expect(openLab(other)).rejects.toThrow('cannot read');
  writeFileSync(join(other.directory, 'c1/user-data'), 'changed');
  await expect(openLab(other)).rejects.toThrow('was changed after it was built');
  other.remove();
});
