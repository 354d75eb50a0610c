import { Buffer } from 'node:buffer';
import { readersOf } from '../change/readers.ts';
import { assembleMachine } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { Machine, SecretUse } from '../machine/model.ts';
import { listPlaces, unitAt } from '../machine/places.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { sortBy } from '../text/compare.ts';

/** One thing at a path of a node. */
export interface ExplainedItem {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'unit' | 'download';
  /** Who put it there: the component. */
  readonly component: string;
  /** Mode and owner of a file or directory: `0600 root:root`. */
  readonly access?: string;
  /** Bytes of a file or unit. */
  readonly size?: number;
  /** Units and static pods that read it. */
  readonly readers: readonly string[];
  readonly secrets: readonly SecretUse[];
}

/** A node with everything on it, by path. */
export interface ExplainedNode {
  readonly node: ClusterNode;
  readonly machine: Machine;
  readonly items: readonly ExplainedItem[];
}

/** Everything that the documents put on a node, by path. */
export function explainNode(cluster: Cluster, node: ClusterNode, secrets: Secrets): ExplainedNode {
  const machine = assembleMachine(cluster, node, secrets, createCollector());
  const readers = readersOf(machine);
  const files = new Map(machine.files.map((file) => [file.path, file]));
  const directories = new Map(machine.directories.map((each) => [each.path, each]));
  const items = listPlaces(machine).map(({ path, kind, from }): ExplainedItem => {
    const file = kind === 'file' ? files.get(path) : undefined;
    const owned = file ?? (kind === 'directory' ? directories.get(path) : undefined);
    const size = file ? Buffer.byteLength(file.content) : unitSize(machine, path, kind);
    return {
      path,
      kind,
      component: from.component,
      ...(owned === undefined ? {} : { access: accessOf(owned) }),
      ...(size === undefined ? {} : { size }),
      readers: kind === 'file' ? readers(path) : kind === 'unit' ? unitsAt(path) : [],
      secrets: file?.secrets ?? [],
    };
  });
  return { node, machine, items: sortBy(items, ({ path }) => path) };
}

function unitsAt(path: string): string[] {
  const unit = unitAt(path);
  return unit === undefined ? [] : [unit];
}

function accessOf(owned: {
  readonly mode: number;
  readonly user: string;
  readonly group: string;
}): string {
  return `${owned.mode.toString(8).padStart(4, '0')} ${owned.user}:${owned.group}`;
}

function unitSize(
  { units }: Machine,
  path: string,
  kind: ExplainedItem['kind'],
): number | undefined {
  if (kind !== 'unit') return undefined;
  const unit = units.find(({ name }) => name === unitAt(path));
  const dropIn = unit?.dropIns.find(({ name }) => path.endsWith(`.d/${name}`));
  const text = dropIn?.content ?? unit?.content;
  return text === undefined ? undefined : Buffer.byteLength(text);
}
