import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';

export interface ImageFile {
  /** Absolute path in the image. */
  readonly path: string;
  /** Where the bytes lie on this machine. */
  readonly source: string;
  readonly mode: number;
}

export interface ImageSpec {
  /** For example "registry.k8s.io/pause:3.10". */
  readonly reference: string;
  readonly files: readonly ImageFile[];
  readonly entrypoint: readonly string[];
  readonly user?: string;
}

export interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly content: { readonly file: string } | { readonly bytes: Buffer };
}

export interface ComposedImage {
  readonly reference: string;
  readonly manifest: Blob;
  readonly blobs: readonly Blob[];
}

const EPOCH = new Date(0);

/**
 * An image FROM scratch with one layer (OCI image-spec 1.1). The layer is not compressed: the way from the
 * host is short, and unpacking under emulation is slow. The same files make the same digests. Layers are kept
 * in `folder`.
 */
export async function composeImage(spec: ImageSpec, folder: string): Promise<ComposedImage> {
  const layer = await writeLayer(spec.files, folder);
  const config = jsonBlob('application/vnd.oci.image.config.v1+json', {
    architecture: 'amd64',
    os: 'linux',
    config: {
      Entrypoint: spec.entrypoint,
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      ...(spec.user === undefined ? {} : { User: spec.user }),
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const manifest = jsonBlob('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptorOf(config),
    layers: [descriptorOf(layer)],
  });
  return { reference: spec.reference, manifest, blobs: [config, layer] };
}

function descriptorOf(blob: Blob): object {
  return { mediaType: blob.mediaType, digest: blob.digest, size: blob.size };
}

function jsonBlob(mediaType: string, value: object): Blob {
  const bytes = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { digest, size: bytes.length, mediaType, content: { bytes } };
}

async function writeLayer(files: readonly ImageFile[], folder: string): Promise<Blob> {
  const work = await mkdtemp(join(folder, '.layer-'));
  try {
    const draft = join(work, 'layer.tar');
    const tar = pack();
    const hash = createHash('sha256');
    const written = pipeline(tar, hashInto(hash), createWriteStream(draft));
    await Promise.all([fillLayer(tar, files), written]);
    const hex = hash.digest('hex');
    const file = join(folder, `${hex}.tar`);
    await rename(draft, file);
    return {
      digest: `sha256:${hex}`,
      size: (await stat(file)).size,
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      content: { file },
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fillLayer(tar: Pack, files: readonly ImageFile[]): Promise<void> {
  for (const name of foldersOf(files)) {
    tar.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime: EPOCH });
  }
  for (const file of files) {
    const { size } = await stat(file.source);
    const name = file.path.replace(/^\//, '');
    const entry = tar.entry({ name, size, mode: file.mode, mtime: EPOCH });
    await pipeline(createReadStream(file.source), entry);
  }
  tar.finalize();
}

/** Every folder above the files, outer ones first. */
function foldersOf(files: readonly ImageFile[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.path.split('/').filter((part) => part !== '');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders].sort();
}

function hashInto(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}
