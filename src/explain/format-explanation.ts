import type { Span } from '../diagnostics/diagnostic.ts';
import type { Link, LinkEnd } from '../plan/link.ts';
import type { ExplainedItem, ExplainedNode } from './explain-node.ts';
import type { ExplainedPath } from './explain-path.ts';

const longestList = 12;

/** Rows of a table of everything on a node. */
export function listRows({ items }: Pick<ExplainedNode, 'items'>): string[][] {
  const header = ['PATH', 'KIND', 'MODE', 'COMPONENT', 'READ BY', 'SECRETS'];
  return [header, ...items.map(row)];
}

function row({ path, kind, access, component, readers, secrets }: ExplainedItem): string[] {
  return [
    path,
    kind,
    access ?? '-',
    component,
    kind === 'unit' ? '-' : readers.join(', ') || '-',
    secrets.map(({ secret }) => secret).join(', ') || '-',
  ];
}

/** Why something stands at a path, as paragraphs for a terminal. */
export function formatPath(item: ExplainedPath): string {
  const { node, path, kind, component, access, size, readers, secrets, from, settings } = item;
  const about = [kind, access, size === undefined ? undefined : `${size} bytes`];
  return [
    `${path} on ${node}: ${about.filter((part) => part !== undefined).join(', ')}`,
    `  put there by  the component ${component}`,
    `  because of    ${place(from)}the machine ${node}`,
    ...shorten(settings.map(({ name, span }) => `${place(span)}${name}`)).map(
      (line, index) => `  ${index === 0 ? 'depends on' : '          '}    ${line}`,
    ),
    `  read by       ${readers.join(', ') || 'nothing that runs'}`,
    ...secrets.map(({ secret, why }) => `  holds         ${secret}: ${why}`),
    ...linkLines(item),
  ].join('\n');
}

function linkLines({ links, linksWhy }: ExplainedPath): string[] {
  if (links.length === 0) return [];
  const lines = [...new Set(links.map(formatLink))];
  return [
    `  needed by     ${lines.length === 1 ? 'one connection' : `${lines.length} connections`} that ${linksWhy}:`,
    ...shorten(lines).map((line) => `                ${line}`),
  ];
}

/** A connection in a line: `kube-apiserver@ctrl-1 → etcd@etcd-1 at 10.0.0.1:2379/tcp, CA etcd`. */
export function formatLink({ client, server, host, port, protocol, through, ca }: Link): string {
  const end = ({ component, node }: LinkEnd) => `${component}@${node}`;
  const by = through === undefined ? '' : ` through ${through}`;
  return `${end(client)} → ${end(server)}${by} at ${host}:${port}/${protocol}${ca === undefined ? '' : `, CA ${ca}`}`;
}

function place(span: Span | undefined): string {
  return span === undefined ? '' : `${span.file}:${span.line}:${span.column} `;
}

function shorten(lines: readonly string[]): string[] {
  if (lines.length <= longestList) return [...lines];
  return [...lines.slice(0, longestList), `… and ${lines.length - longestList} more`];
}
