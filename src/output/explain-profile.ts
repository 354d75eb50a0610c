import {
  type Cluster,
  type ExplainedNode,
  type ExplainedPath,
  explainNode,
  explainPath,
  nearest as nearestOf,
  prepareSecrets,
  type Secrets,
} from '../index.ts';
import { type Findings, type OpenOptions, openProfile, openSecrets } from './open-profile.ts';

/** What is asked of a profile, at which time. */
export interface ExplainOptions extends OpenOptions {
  readonly node: string;
  readonly path?: string;
  readonly now: Date;
}

/** What was asked, the name that was meant when there is none such, or neither when the profile has errors. */
export interface Explanation extends Findings {
  readonly node?: ExplainedNode;
  readonly path?: ExplainedPath;
  readonly unknown?: { readonly what: 'machine' | 'path'; readonly nearest?: string };
}

/** Explains a node, or one path on it. Nothing is written: missing secrets are made in memory. */
export async function explainProfile(options: ExplainOptions): Promise<Explanation> {
  const profile = openProfile(options);
  const { cluster, parsed, shown } = profile;
  const secrets = cluster && (await completeSecrets(cluster, profile, options));
  if (cluster === undefined || parsed === undefined || secrets === undefined) {
    return profile.findings();
  }
  const planned = cluster.nodes.find(({ name }) => name === options.node);
  if (planned === undefined) {
    const names = cluster.nodes.map(({ name }) => name);
    return { ...profile.findings(), unknown: unknown('machine', options.node, names) };
  }
  const node = explainNode(cluster, planned, secrets);
  if (options.path === undefined) return { ...profile.findings(), node };
  const path = explainPath(node, options.path, cluster, secrets, parsed);
  if (path === undefined) {
    const paths = node.items.map((item) => item.path);
    return { ...profile.findings(), unknown: unknown('path', options.path, paths) };
  }
  return { ...profile.findings(), node, path: withShownFiles(path, shown) };
}

async function completeSecrets(
  cluster: Cluster,
  profile: ReturnType<typeof openProfile>,
  options: ExplainOptions,
): Promise<Secrets | undefined> {
  const opened = await openSecrets(cluster, profile, options);
  if (opened === undefined) return undefined;
  const { diagnostics } = profile;
  const input = { cluster, existing: opened.secrets, now: options.now, diagnostics };
  return (await prepareSecrets(input))?.secrets;
}

function unknown(what: 'machine' | 'path', word: string, names: readonly string[]) {
  const nearest = nearestOf(word, names) ?? names.find((name) => name.endsWith(`/${word}`));
  return { what, ...(nearest === undefined ? {} : { nearest }) };
}

function withShownFiles(path: ExplainedPath, shown: (file: string) => string): ExplainedPath {
  return {
    ...path,
    ...(path.from && { from: { ...path.from, file: shown(path.from.file) } }),
    settings: path.settings.map((setting) =>
      setting.span
        ? { ...setting, span: { ...setting.span, file: shown(setting.span.file) } }
        : setting,
    ),
  };
}
