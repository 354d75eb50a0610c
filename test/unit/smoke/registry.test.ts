import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../../src/net/image-reference.ts';
import { type Mirror, startMirror } from '../../../src/smoke/mirror.ts';
import { type ComposedImage, composeImage } from '../../../src/smoke/registry/image.ts';
import { createRegistry } from '../../../src/smoke/registry/registry.ts';

let folder: string;
let mirror: Mirror;
let image: ComposedImage;
const url = (path: string): string => `http://127.0.0.1:${mirror.port}/v2${path}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clusterseed-test-'));
  await writeFile(join(folder, 'apiserver'), 'program');
  image = await compose();
  mirror = await startMirror({ folder, also: createRegistry([image]) });
});
afterAll(async () => {
  await mirror.close();
  await rm(folder, { recursive: true });
});

function compose(): Promise<ComposedImage> {
  const path = '/usr/local/bin/kube-apiserver';
  return composeImage(
    {
      reference: 'registry.k8s.io/kube-apiserver:v1.36.3',
      files: [{ path, source: join(folder, 'apiserver'), mode: 0o755 }],
      entrypoint: [path],
    },
    folder,
  );
}

async function digestOf(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

describe('a composed image', () => {
  it('is the same bytes every time', async () => {
    expect((await compose()).manifest.digest).toBe(image.manifest.digest);
  });

  it('is pulled by tag, then by digest, down to the file', async () => {
    expect((await fetch(url('/'))).status).toBe(200);
    const answer = await fetch(url('/kube-apiserver/manifests/v1.36.3?ns=registry.k8s.io'));
    expect(answer.headers.get('content-type')).toBe('application/vnd.oci.image.manifest.v1+json');
    const manifest = (await answer.json()) as { layers: { digest: string; size: number }[] };
    const [layer = { digest: '', size: 0 }] = manifest.layers;
    const blob = await fetch(url(`/kube-apiserver/blobs/${layer.digest}`));
    expect(blob.headers.get('content-length')).toBe(String(layer.size));
    const bytes = Buffer.from(await blob.arrayBuffer());
    const names: string[] = [];
    const tar = extract();
    tar.on('entry', (header, stream, next) => {
      names.push(`${header.name} ${header.mode?.toString(8)}`);
      stream.on('end', next).resume();
    });
    Readable.from([bytes]).pipe(tar);
    await new Promise<void>((resolve) => tar.on('finish', () => resolve()));
    expect(names).toEqual([
      'usr/ 755',
      'usr/local/ 755',
      'usr/local/bin/ 755',
      'usr/local/bin/kube-apiserver 755',
    ]);
  });

  it('has every blob under the digest of its bytes', async () => {
    for (const { digest } of image.blobs) {
      expect(await digestOf(await fetch(url(`/kube-apiserver/blobs/${digest}`)))).toBe(digest);
    }
    const manifest = url(`/kube-apiserver/manifests/${image.manifest.digest}`);
    expect(await digestOf(await fetch(manifest))).toBe(image.manifest.digest);
  });

  it('answers HEAD and ranges', async () => {
    const digest = image.blobs[1]?.digest ?? '';
    const head = await fetch(url(`/kube-apiserver/blobs/${digest}`), { method: 'HEAD' });
    expect(head.headers.get('docker-content-digest')).toBe(digest);
    const part = await fetch(url(`/kube-apiserver/blobs/${digest}`), {
      headers: { range: 'bytes=0-3' },
    });
    expect([part.status, await part.text()]).toEqual([206, 'usr/']);
  });

  it('is found under its full name too', async () => {
    const path = '/registry.k8s.io/kube-apiserver/manifests/v1.36.3';
    expect((await fetch(url(path))).status).toBe(200);
    expect((await fetch(url(`${path}?ns=10.0.2.2:8000`))).status).toBe(200);
  });

  it('says what it has not', async () => {
    const answer = await fetch(url('/kube-apiserver/manifests/v1.0.0'));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'MANIFEST_UNKNOWN' }] });
    expect((await fetch(url('/kube-apiserver/manifests/v1.36.3?ns=quay.io'))).status).toBe(404);
  });
});

describe('image names', () => {
  it.each([
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io', 'pause', '3.10'],
    ['localhost:5000/a/b', 'localhost:5000', 'a/b', 'latest'],
    ['busybox', 'docker.io', 'library/busybox', 'latest'],
    ['coredns/coredns:1.12.0@sha256:0', 'docker.io', 'coredns/coredns', '1.12.0'],
  ])('%s', (reference, registry, repository, tag) => {
    expect(parseReference(reference)).toEqual({ registry, repository, tag });
  });
});
