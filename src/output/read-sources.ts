import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, toWorldError, WorldError } from './world-error.ts';

/** A profile and every file beside it that it names, by the names it uses. */
export interface ProfileSources {
  /** File name of the profile, the key of its text in `texts`. */
  readonly name: string;
  /** Directory that the other names are relative to. */
  readonly directory: string;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads a profile and, as often as `references` names more, the files beside it.
 * A named file that does not exist is left out: the compiler reports it at its line.
 */
export function readSources(
  path: string,
  references: (name: string, texts: ReadonlyMap<string, string>) => readonly string[],
): ProfileSources {
  const name = basename(path);
  const directory = dirname(path);
  const texts = new Map([[name, readText(path)]]);
  const tried = new Set([name]);
  for (;;) {
    const wanted = references(name, texts).filter((reference) => !tried.has(reference));
    if (wanted.length === 0) return { name, directory, texts };
    for (const reference of wanted) {
      tried.add(reference);
      const text = readIfThere(join(directory, reference));
      if (text !== undefined) texts.set(reference, text);
    }
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return decode(path, readFileSync(path));
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') return undefined;
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

function readText(path: string): string {
  try {
    return decode(path, readFileSync(path));
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new WorldError(`cannot read ${path}: it is not UTF-8 text`, { cause });
  }
}
