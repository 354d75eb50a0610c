import { sortBy } from '../text/compare.ts';

/** Kinds of files by the ending of their name: keys and certificates first, then programs' text, then configuration. */
const kinds = [
  '.crt',
  '.pub',
  '.key',
  '',
  '.plan',
  '.sh',
  '.conf',
  '.link',
  '.service',
  '.toml',
  '.csv',
  '.yaml',
];

/**
 * Files by kind, then by path: what is alike stands together, which gzip, with its window of 32 KiB and one code per
 * block, rewards with about 8 % of a controller's document. Measured on the ICC controller.
 */
export function orderFiles<File extends { readonly path: string }>(files: readonly File[]): File[] {
  return sortBy(files, ({ path }) => {
    const kind = /\.[^./]*$/.exec(path)?.[0] ?? '';
    const rank = kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length;
    return `${String(rank).padStart(2, '0')}${kind}\0${path}`;
  });
}
