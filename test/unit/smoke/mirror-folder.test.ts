import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectMirror } from '../../../src/mirror/collect.ts';
import { openMirrorFolder } from '../../../src/smoke/content/mirror-folder.ts';
import { type Mirror, startMirror } from '../../../src/smoke/mirror.ts';
import { type Blob, type ComposedImage, composeImage } from '../../../src/smoke/registry/image.ts';
import { createRegistry } from '../../../src/smoke/registry/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-mirror-folder-'));
const base = 'http://10.0.2.2:8080';
const kubelet = 'kubelet/1.36.3/amd64/kubelet';
const [single, several] = ['registry.k8s.io/pause:3.10.1', 'docker.io/flannel/flannel:v0.27.4'];
const machine = { downloads: [{ urls: [`${base}/${kubelet}`] }], images: [single, several] };
let official: readonly ComposedImage[];
let mirror: Mirror;

beforeAll(async () => {
  writeFileSync(join(folder, 'program'), 'a program');
  official = [await compose(single), forSeveral(await compose(several))];
  const registry = await startMirror({ folder, also: createRegistry(official) });
  const images = [single, several].map((reference) => ({
    reference,
    architectures: ['amd64' as const],
  }));
  const lock = { version: 1 as const, cluster: 'lab', files: [], images };
  const from = `http://127.0.0.1:${registry.port}`;
  await collectMirror(lock, { folder, from, progress: () => undefined, pauseMs: 1 });
  await registry.close();
  mkdirSync(join(folder, 'files/kubelet/1.36.3/amd64'), { recursive: true });
  writeFileSync(join(folder, 'files', kubelet), 'a kubelet');
  const also = createRegistry(openMirrorFolder(folder, [machine], base));
  mirror = await startMirror({ folder: join(folder, 'files'), also });
});
afterAll(async () => {
  await mirror.close();
  rmSync(folder, { recursive: true });
});

function compose(reference: string): Promise<ComposedImage> {
  const path = `/${reference.replaceAll(/\W/g, '-')}`;
  const files = [{ path, source: join(folder, 'program'), mode: 0o755 }];
  return composeImage({ reference, files, entrypoint: [path] }, folder);
}

/** The image below an index, as registries have those for several architectures. */
function forSeveral({ reference, manifest, blobs }: ComposedImage): ComposedImage {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const { digest, size, mediaType: type } = manifest;
  const platform = { os: 'linux', architecture: 'amd64' };
  const other = { mediaType: type, digest: `sha256:${'0'.repeat(64)}`, size: 1 };
  const manifests = [
    { mediaType: type, digest, size, platform },
    { ...other, platform: { os: 'linux', architecture: 'arm64' } },
  ];
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  const index: Blob = { digest: sha256(bytes), size: bytes.length, mediaType, content: { bytes } };
  return { reference, manifest: index, blobs: [manifest, ...blobs] };
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function get(path: string): Promise<Buffer> {
  const answer = await fetch(`http://127.0.0.1:${mirror.port}/${path}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

it('the guests pull each image as the registry of its project gives it', async () => {
  for (const { reference, manifest, blobs } of official) {
    const [, registry = '', repository = '', tag = ''] =
      /^([^/]+)\/(.+):(.+)$/.exec(reference) ?? [];
    const top = await get(`v2/${repository}/manifests/${tag}?ns=${registry}`);
    expect(sha256(top)).toBe(manifest.digest);
    for (const { digest, mediaType } of blobs) {
      const kind = mediaType.includes('manifest') ? 'manifests' : 'blobs';
      expect(sha256(await get(`v2/${repository}/${kind}/${digest}?ns=${registry}`))).toBe(digest);
    }
  }
  expect((await get(kubelet)).toString()).toBe('a kubelet');
});

it('what the machines need and the folder lacks is named, all of it', () => {
  const more = {
    downloads: [{ urls: [`${base}/etcd/3.6.8/amd64/etcd.tar.gz`, 'https://github.com/etcd'] }],
    images: ['registry.k8s.io/coredns/coredns:v1.14.2'],
  };
  expect(() => openMirrorFolder(folder, [machine, more], base)).toThrow(
    `${folder} lacks etcd/3.6.8/amd64/etcd.tar.gz, registry.k8s.io/coredns/coredns:v1.14.2: clusterseed lock and clusterseed mirror bring what the profile needs`,
  );
});

it('a folder that is none of a mirror lacks everything', () => {
  const empty = join(folder, 'empty');
  expect(() => openMirrorFolder(empty, [machine], base)).toThrow(
    `${empty} lacks ${[several, kubelet, single].join(', ')}`,
  );
});
