import type { Lock } from './lock.ts';

/**
 * What `wanted` has and the lock does not, one line each: a file at another place or with another SHA-256, an image, or
 * an architecture of it. Empty when the lock has everything; what it has beyond that does no harm.
 */
export function missingInLock(lock: Lock, wanted: Lock): string[] {
  const hashes = new Map(lock.files.map(({ path, sha256 }) => [path, sha256]));
  const images = new Map(lock.images.map((image) => [image.reference, image.architectures]));
  const files = wanted.files.filter(({ path, sha256 }) => hashes.get(path) !== sha256);
  return [
    ...files.map(({ path }) => (hashes.has(path) ? `${path} (with another SHA-256)` : path)),
    ...wanted.images.flatMap(({ reference, architectures }) => {
      const known = images.get(reference);
      if (known === undefined) return [reference];
      return architectures
        .filter((arch) => !known.includes(arch))
        .map((arch) => `${reference} (for ${arch})`);
    }),
  ];
}
