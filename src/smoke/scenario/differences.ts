import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * The lines that the lab's documents have and the shipped ones lack, without repeats: everything that the boot
 * below proves nothing about. Compares the texts after unpacking, so that one changed line stays one line.
 */
export async function listDifferences(
  shipped: string,
  lab: string,
  paths: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const before = new Set(unpackLines(await readFile(join(shipped, path))));
    for (const line of unpackLines(await readFile(join(lab, path)))) {
      if (!before.has(line)) found.add(line.trim());
    }
  }
  return [...found].sort();
}

/** The lines of a document: a whole gzip and an Ignition `config.replace` are unpacked, `data:` contents decoded. */
export function unpackLines(bytes: Buffer): string[] {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const text = plain.toString('utf8');
  return text.startsWith('{') ? ignitionLines(JSON.parse(text)) : text.split('\n');
}

interface Replace {
  readonly ignition?: { readonly config?: { readonly replace?: { readonly source?: string } } };
}

function ignitionLines(config: Replace): string[] {
  const source = config.ignition?.config?.replace?.source;
  if (source !== undefined) {
    return unpackLines(Buffer.from(source.slice(source.indexOf(',') + 1), 'base64'));
  }
  return JSON.stringify(config, undefined, 1)
    .split('\n')
    .flatMap((line) => (line.includes('data:,') ? decodeURIComponent(line).split('\n') : [line]));
}
