import { unitDirectory } from '../../machine/places.ts';
import type { BuildDiff, FileDiff, NodeDiff } from '../node-diff.ts';
import type { Setting } from '../settings.ts';

/** Nodes that differ in the same way, told once. */
export interface NodeGroup {
  readonly nodes: readonly string[];
  readonly sample: NodeDiff;
}

/** Changed nodes that need the same and whose files differ in the same places, in name order; the others one by one. */
export function groupNodes({ nodes }: Pick<BuildDiff, 'nodes'>): NodeGroup[] {
  const groups = Map.groupBy(nodes, (node) => markOf(node));
  return [...groups.values()].flatMap((group) => {
    const [sample] = group;
    return sample === undefined ? [] : [{ nodes: group.map(({ node }) => node), sample }];
  });
}

function markOf({ node, roles, change, verdict, files, causes }: NodeDiff): string {
  const places = files.map(({ path, change: what, access, lines, fingerprints }) => [
    path,
    what,
    access,
    fingerprints === undefined ? lines?.filter((line) => /^[-+]/.test(line)).map(kindOf) : 'secret',
  ]);
  const needed = JSON.stringify(verdict ?? null).replaceAll(node, '(node)');
  return JSON.stringify([roles, change, needed, places, causes]);
}

/** Certificates are each node's own; that they differ is the same everywhere. */
function kindOf(line: string): string {
  return line.startsWith('(certificate', 1) ? line.slice(0, 12) : line;
}

/** What a node needs, a clause. */
export function headline({ change, verdict }: NodeDiff): string {
  if (change === 'added') return 'new';
  if (change === 'removed') return 'removed';
  switch (verdict?.action) {
    case 'replace':
      return 'replace: boot it anew from its new document';
    case 'restart':
      return 'restart in place';
    case 'reload':
      return 'reload in place';
    default:
      return 'put files in place, nothing restarts';
  }
}

/** What a verdict asks for, a line each. */
export function demands({ verdict, files }: NodeDiff): string[] {
  if (verdict === undefined) return [];
  const { replace, restart, reload, stop, pods, byHand } = verdict;
  if (replace.length > 0) return replace.map((reason) => `because of ${reason}`);
  const own = pods.filter(({ byItself }) => byItself).map(({ name }) => name);
  const others = pods.filter(({ byItself }) => !byItself).map(({ name }) => name);
  return [
    ...(stop.length > 0 ? [`systemctl disable --now ${stop.join(' ')}`] : []),
    ...(files.some(({ path }) => path.startsWith(`${unitDirectory}/`))
      ? ['systemctl daemon-reload']
      : []),
    ...(restart.length > 0 ? [`systemctl restart ${restart.join(' ')}`] : []),
    ...(reload.length > 0 ? [`systemctl reload ${reload.join(' ')}`] : []),
    ...(own.length > 0
      ? [`static pods that the kubelet starts anew by itself: ${own.join(', ')}`]
      : []),
    ...(others.length > 0
      ? [`static pods to start anew (move the manifest away and back): ${others.join(', ')}`]
      : []),
    ...byHand.map((work) => `by hand: ${work}`),
  ];
}

/** A file's line in a list: `~ /etc/hosts`, with who reads it. */
export function fileLine({ path, change, readers, access }: FileDiff): string {
  const mark = { added: '+', changed: '~', removed: '-' }[change];
  const moved = access === undefined ? '' : `, ${access[0]} → ${access[1]}`;
  const read = readers.length === 0 ? 'nothing holds it open' : `read by ${readers.join(', ')}`;
  return `${mark} ${path} (${read}${moved})`;
}

/** The content of a file that differs: hunks, fingerprints, or that it is not shown. */
export function contentLines({ lines, fingerprints }: FileDiff): string[] {
  if (lines !== undefined) return [...lines];
  if (fingerprints === undefined) return ['(not shown: others may not read it)'];
  const { before = 'none', after = 'none' } = fingerprints;
  return before === after
    ? ['(a secret; the same content)']
    : [`(a secret; SHA-256 ${before}… → ${after}…)`];
}

/** What caused the changes of a node, a line each: settings, secrets, and what is left. */
export function causeLines(
  node: NodeDiff,
  { settings, secrets }: Pick<BuildDiff, 'settings' | 'secrets'>,
): string[] {
  const lines = node.causes.flatMap((index) => settings?.[index] ?? []).map(settingLine);
  const traced = node.causes.length > 0 && node.files.every(({ causes }) => causes.length > 0);
  if (node.change !== 'changed' || traced) return lines;
  const changed = ownSecrets(node.node, secrets.changed);
  if (changed.length > 0) return [...lines, `the secrets: ${changed.join(', ')}`];
  if (lines.length > 0) return lines;
  return settings === undefined
    ? ['not known: one of the builds does not say what it was made from']
    : ['no setting: another version of clusterseed, or a document that was edited'];
}

/** Secrets that may have changed a node: those of the cluster, and certificates of its own. */
function ownSecrets(node: string, names: readonly string[]): string[] {
  const certificates = names.filter((name) => name.startsWith('certificate/'));
  const own = certificates.some((name) => name.endsWith(`@${node}`));
  const others = names.filter((name) => !certificates.includes(name));
  return [...others, ...(own ? ['certificates of its own'] : [])];
}

/** Where a setting stands: `icc.yaml:12:7 added kubernetes.apiServer.extraArgs.v`. */
export function settingLine({ kind, name, span }: Setting): string {
  const place = span === undefined ? '' : `${span.file}:${span.line}:${span.column} `;
  return `${place}${kind} ${name}`;
}
