import type { Span } from '../diagnostics/diagnostic.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { Link } from '../plan/link.ts';
import type { ParsedProfile } from '../profile/parse.ts';
import type { ExplainedItem, ExplainedNode } from './explain-node.ts';
import { findInfluences, type Influence } from './find-influences.ts';
import { linksOf } from './links-of.ts';

/** Why something stands at a path of a node. */
export interface ExplainedPath extends ExplainedItem {
  readonly node: string;
  /** Where the machine, or what asked for the thing, stands in the profile. */
  readonly from?: Span;
  /** Settings that its content depends on. */
  readonly settings: readonly Influence[];
  /** What the connections below have to do with it. */
  readonly linksWhy: string;
  readonly links: readonly Link[];
}

/** Explains one path of a node. Undefined when nothing stands there. */
export function explainPath(
  { node, machine, items }: ExplainedNode,
  path: string,
  cluster: Cluster,
  secrets: Secrets,
  parsed: ParsedProfile,
): ExplainedPath | undefined {
  const item = items.find((each) => each.path === path);
  if (item === undefined) return undefined;
  const place = item.kind === 'unit' ? path.replace(/\.d\/[^/]*$/, '') : path;
  const from = parsed.locate(node.path);
  const { why, links } = linksOf(cluster, secrets, machine, path);
  return {
    ...item,
    node: node.name,
    ...(from === undefined ? {} : { from }),
    settings: findInfluences(cluster, parsed, secrets, machine, place),
    linksWhy: why,
    links,
  };
}
