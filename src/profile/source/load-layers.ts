import type { Collector } from '../../diagnostics/collector.ts';
import { locate } from '../../diagnostics/locate.ts';
import type { SourceMap } from '../../diagnostics/source-tree.ts';
import { mergeProfiles } from './merge-trees.ts';
import { readSource } from './read-source.ts';
import { isSafeReference, rebaseReferences } from './references.ts';

/**
 * Reads the profile `name` and the bases that it extends, directly or through others, and lays them over
 * each other. Names in a base are relative to the base's directory. Reports the codes of `readSource`,
 * missing bases and circles; undefined when the profile itself or one of its bases cannot be read.
 */
export function loadLayers(
  name: string,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): SourceMap | undefined {
  return loadLayer(name, '', { sources, diagnostics, chain: [name] });
}

/** The directory part of a source's name, with its slash. */
export function directoryOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

interface Loading {
  readonly sources: ReadonlyMap<string, string>;
  readonly diagnostics: Collector;
  readonly chain: readonly string[];
}

function loadLayer(name: string, directory: string, loading: Loading): SourceMap | undefined {
  const { sources, diagnostics, chain } = loading;
  const text = sources.get(name);
  if (text === undefined) {
    diagnostics.report('profile/missing-file', [], { file: name });
    return undefined;
  }
  const read = readSource(name, text, diagnostics);
  if (read === undefined) return undefined;
  const root = rebaseReferences(read, directory);
  const base = baseOf(root);
  if (base === undefined) return root;
  if (chain.includes(base)) {
    const span = locate(root, ['extends']);
    diagnostics.report('profile/extends-cycle', ['extends'], { chain: [...chain, base] }, { span });
    return undefined;
  }
  if (!sources.has(base)) {
    const span = locate(root, ['extends']);
    diagnostics.report('profile/missing-file', ['extends'], { file: base }, { span });
    return undefined;
  }
  const next = { ...loading, chain: [...chain, base] };
  const below = loadLayer(base, directoryOf(base), next);
  return below && mergeProfiles(below, root);
}

/** The base that a profile extends, when its name may be used. */
function baseOf(root: SourceMap): string | undefined {
  const value = root.entries.get('extends')?.value;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return undefined;
  return isSafeReference(value.value) ? value.value : undefined;
}
