import { createCollector } from '../diagnostics/collector.ts';
import { directoryOf } from './source/load-layers.ts';
import { readSource } from './source/read-source.ts';
import { rebaseReferences, referencesIn } from './source/references.ts';

/**
 * The files beside the profile that it and its bases name (extends, manifest, file, caFile, source), sorted,
 * relative to the profile. Only texts in `sources` are looked into: call again when a base was added. Never
 * names a file outside the profile's directory; a text that cannot be read names none.
 */
export function listReferences(name: string, sources: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  const read = new Set<string>();
  const waiting = [{ name, directory: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = sources.get(next.name);
    if (text === undefined || read.has(next.name)) continue;
    read.add(next.name);
    const root = readSource(next.name, text, createCollector());
    if (root === undefined) continue;
    for (const { path, file } of referencesIn(rebaseReferences(root, next.directory))) {
      found.add(file);
      if (path[0] === 'extends') waiting.push({ name: file, directory: directoryOf(file) });
    }
  }
  return [...found].sort();
}
