import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeFolder } from '../output/make-folder.ts';
import { errorCode, toWorldError } from '../output/world-error.ts';

/** How a GET is made: with which headers, and how long the first pause is (it doubles). */
export interface FetchOptions {
  readonly headers?: () => Promise<Record<string, string>>;
  readonly pauseMs: number;
}

/** Why something was not fetched, in a few words; `final` when asking again will not help. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly final: boolean;
  constructor(message: string, final: boolean) {
    super(message);
    this.final = final;
  }
}

const tries = 5;
/** A connection that brings nothing for so long is given up. */
const stallMs = 60_000;

/**
 * Brings the file with this SHA-256 (hex) to `target` and returns its size: what is there and right is not asked for, what
 * was begun is gone on with, and the name appears only when the file is whole, right and on the disk. Throws a
 * FetchError after five tries.
 */
export async function fetchFile(
  url: string,
  target: string,
  sha256: string,
  options: FetchOptions,
): Promise<number> {
  const there = await hashOf(target);
  if (there?.sha256 === sha256) return there.size;
  makeFolder(dirname(target));
  const part = `${target}.part`;
  return await retry(options.pauseMs, async () => {
    await receive(url, part, (await options.headers?.()) ?? {});
    const found = await hashOf(part);
    if (found?.sha256 === sha256) {
      await rename(part, target);
      return found.size;
    }
    await rm(part, { force: true });
    throw new FetchError('the SHA-256 differs', false);
  });
}

/** Tries the work again while it fails in a way that may pass. */
export async function retry<Value>(pauseMs: number, work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (attempt === tries || (cause instanceof FetchError && cause.final)) throw cause;
      if (['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(errorCode(cause) ?? '')) throw cause;
      await pause(pauseMs * 2 ** (attempt - 1));
    }
  }
}

/** What a status other than 2xx means: 408, 429 and 5xx may pass. */
export function statusError(status: number): FetchError {
  const passing = status === 408 || status === 429 || status >= 500;
  return new FetchError(`HTTP ${status}`, !passing);
}

async function receive(url: string, part: string, headers: Record<string, string>): Promise<void> {
  const begun = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  const stalled = new AbortController();
  let watch = setTimeout(() => stalled.abort(), stallMs);
  const range: Record<string, string> = begun > 0 ? { range: `bytes=${begun}-` } : {};
  try {
    const answer = await fetch(url, { headers: { ...headers, ...range }, signal: stalled.signal });
    if (answer.status === 416) {
      await rm(part, { force: true });
      throw new FetchError('what was begun does not fit', false);
    }
    if (!answer.ok || answer.body === null) throw statusError(answer.status);
    const file = await open(part, answer.status === 206 ? 'a' : 'w', 0o644);
    try {
      for await (const piece of answer.body) {
        clearTimeout(watch);
        watch = setTimeout(() => stalled.abort(), stallMs);
        await file.write(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(watch);
  }
}

async function hashOf(path: string): Promise<{ sha256: string; size: number } | undefined> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of createReadStream(path)) {
      hash.update(piece);
      size += piece.length;
    }
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw toWorldError(`cannot read ${path}`, cause);
  }
  return { sha256: hash.digest('hex'), size };
}
