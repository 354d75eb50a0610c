import { assembleMachine } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { BuildSource } from './build.ts';
import { listSettings, revertSetting, type Setting } from './settings.ts';
import { originalOf, traceVariant } from './trace-settings.ts';

/** Settings that differ, and which of them made what of a node another; by indexes into `settings`. */
export interface Causes {
  readonly settings: readonly Setting[];
  /** Of a path on a node, or of anything on it. */
  of(node: string, path?: string): readonly number[];
  /** Of the node's being there, or being gone. */
  ofPresence(node: string): readonly number[];
}

/**
 * Takes back each setting that differs by itself and looks what of the nodes changes with it: that it has caused. A
 * setting that fits only together with others counts for every node and no file.
 */
export function findCauses(
  before: BuildSource,
  after: BuildSource,
  nodes: readonly string[],
): Causes {
  const settings = listSettings(before, after);
  const { cluster, secrets } = after;
  const found = new Map<string, Map<number, ReadonlySet<string> | 'all'>>();
  const original = secrets && originalOf(cluster, secrets);
  const traces = settings.map(
    (setting) => original && traceVariant(original, revertSetting(setting, before, after)),
  );
  for (const name of nodes) {
    const node = cluster.nodes.find((each) => each.name === name);
    if (node === undefined || secrets === undefined) continue;
    const machine = assembleMachine(cluster, node, secrets, createCollector());
    const entries = traces.map((trace, index) => [index, trace?.(machine) ?? 'all'] as const);
    found.set(name, new Map(entries));
  }
  return {
    settings,
    of(name, path) {
      const known = found.get(name) ?? new Map<number, ReadonlySet<string> | 'all'>();
      return [...known].flatMap(([index, paths]) => (caused(paths, path) ? [index] : []));
    },
    ofPresence: (name) =>
      settings.flatMap(({ keys }, index) =>
        keys.length === 2 && keys[0] === 'machines' && keys[1] === name ? [index] : [],
      ),
  };
}

function caused(paths: ReadonlySet<string> | 'all', path: string | undefined): boolean {
  if (paths === 'all') return path === undefined;
  if (path === undefined) return paths.size > 0;
  return paths.has(path) || paths.has(path.replace(/\.d\/[^/]*$/, ''));
}
