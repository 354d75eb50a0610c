import { join } from 'node:path';
import { referenceName } from '../output/image-layout.ts';
import { makeFolder } from '../output/make-folder.ts';
import { WorldError } from '../output/world-error.ts';
import { writeWhole } from '../output/write-whole.ts';
import { fetchFile } from './fetch-file.ts';
import type { Lock, LockedFile } from './lock.ts';
import { type PulledImage, pullImage } from './pull-image.ts';

export interface CollectOptions {
  /** The mirror: `files/` and `images/` are made in it. */
  readonly folder: string;
  /** Address of another mirror (`serve`) to take everything from. */
  readonly from?: string;
  /** Called for each thing that is there. */
  readonly progress: (line: string) => void;
  /** First pause after a failure, ms. */
  readonly pauseMs: number;
}

const parallel = 4;

/**
 * Brings everything of the lock to the folder, four at a time. A WorldError tells at the end all that could not be
 * fetched; what is there then stays, and the next run goes on from it.
 */
export async function collectMirror(lock: Lock, options: CollectOptions): Promise<void> {
  const total = lock.files.length + lock.images.length;
  const failures: string[] = [];
  const images: PulledImage[] = [];
  let done = 0;
  const work = async (name: string, job: () => Promise<string>): Promise<void> => {
    try {
      const detail = await job();
      done += 1;
      options.progress(`${done}/${total} ${name} ${detail}`);
    } catch (cause) {
      if (cause instanceof WorldError) throw cause;
      failures.push(`${name}: ${reasonOf(cause)}`);
    }
  };
  const pull = pullerOf(options);
  const jobs = [
    ...lock.files.map((file) => () => work(file.path, () => bring(file, options))),
    ...lock.images.map(
      (image) => () =>
        work(image.reference, async () => {
          const pulled = await pull(image);
          images.push(pulled);
          return pulled.digest.slice(0, 19);
        }),
    ),
  ];
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (failures.length > 0) {
    const list = failures.sort().join('; ');
    throw new WorldError(
      `${failures.length} of ${total} could not be fetched (run it again): ${list}`,
    );
  }
  writeIndex(join(options.folder, 'images'), images);
}

async function bring(file: LockedFile, { folder, from, pauseMs }: CollectOptions): Promise<string> {
  const url = from === undefined ? file.url : `${from}/files/${file.path}`;
  const size = await fetchFile(url, join(folder, 'files', file.path), file.sha256, { pauseMs });
  return `${(size / 1e6).toFixed(1)} MB`;
}

/** Layers that images share are fetched once, also when both images are pulled at the same time. */
function pullerOf({ folder, from, pauseMs }: CollectOptions) {
  const root = join(folder, 'images');
  const underWay = new Map<string, Promise<unknown>>();
  return (image: Lock['images'][number]) =>
    pullImage(image, {
      root,
      pauseMs,
      ...(from === undefined ? {} : { from }),
      fetchBlob: async (url, sha256, { headers }) => {
        const target = join(root, 'blobs', 'sha256', sha256);
        const known = underWay.get(sha256) ?? fetchFile(url, target, sha256, { headers, pauseMs });
        underWay.set(sha256, known);
        await known;
      },
    });
}

/** image-spec 1.1, image-layout.md: `oci-layout` and `index.json`, whose annotations name the images. */
function writeIndex(root: string, images: readonly PulledImage[]): void {
  makeFolder(join(root, 'blobs', 'sha256'));
  const manifests = images
    .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
    .map(({ reference, ...descriptor }) => ({
      ...descriptor,
      annotations: { [referenceName]: reference },
    }));
  const put = (name: string, value: object) =>
    writeWhole(join(root, name), Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`), {
      mode: 0o644,
    });
  put('oci-layout', { imageLayoutVersion: '1.0.0' });
  put('index.json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests,
  });
}

/** fetch hides the system's reason in `cause`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  if (inner instanceof AggregateError) return reasonOf(inner.errors[0]);
  return inner instanceof Error ? inner.message : cause.message;
}
