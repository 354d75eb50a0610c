import { checkArtifacts } from './artifacts/check-artifacts.ts';
import { adminKubeconfig } from './components/admin-kubeconfig.ts';
import { checkOldKubernetes } from './components/check-old-kubernetes.ts';
import { checkSettings } from './components/check-settings.ts';
import { checkVersionSettings } from './components/check-version-settings.ts';
import { checkExtraArgs } from './components/extra-args.ts';
import { componentsOf } from './components/roles.ts';
import { webhookCertificate, webhookSecret } from './components/webhook-secret.ts';
import { type Collector, createCollector } from './diagnostics/collector.ts';
import { checkIntent } from './intent/check-intent.ts';
import { reportStaleAccepts } from './intent/stale-accepts.ts';
import { checkMachine } from './machine/check.ts';
import { mergeParts } from './machine/merge.ts';
import type { Machine } from './machine/model.ts';
import { redactMachine } from './machine/redact.ts';
import type { Artifact } from './pack/artifact.ts';
import { type PackOptions, packDocuments } from './pack/pack-documents.ts';
import { type PublicDocument, packPublicDocuments } from './pack/public-documents.ts';
import type { Store } from './pack/store.ts';
import { checkOwnCas } from './pki/check-own-ca.ts';
import { listSecretValues } from './pki/secret-values.ts';
import type { Secrets } from './pki/secrets.ts';
import type { Instant } from './pki/validity.ts';
import type { Cluster, ClusterNode } from './plan/cluster.ts';
import { nodeNetwork } from './plan/node-network.ts';
import { operatingSystem } from './plan/operating-systems.ts';
import { planCluster } from './plan/plan-cluster.ts';
import { type ParsedProfile, parseProfile } from './profile/parse.ts';
import { checkWorld } from './world/check-world.ts';

/** A profile that was read, checked and planned. `cluster` is absent when there are errors. */
export interface CheckedProfile {
  readonly parsed: ParsedProfile | undefined;
  readonly cluster: Cluster | undefined;
  readonly diagnostics: Collector;
}

/** One node, compiled: the neutral machine and the documents that make it. */
export interface CompiledNode {
  readonly node: ClusterNode;
  readonly machine: Machine;
  readonly artifacts: readonly Artifact[];
}

/**
 * profile text → parse → check → plan. `sources` holds the profile under `name` and every file that it
 * names. Pure: no clock, no disk, no randomness. Raises the codes of profile, accept, plan,
 * artifacts and intent, and pki/own-ca.
 */
export function checkProfile(name: string, sources: ReadonlyMap<string, string>): CheckedProfile {
  const diagnostics = createCollector();
  const parsed = parseProfile(name, sources, diagnostics);
  if (parsed === undefined) return { parsed, cluster: undefined, diagnostics };
  checkExtraArgs(parsed.profile, diagnostics);
  checkSettings(parsed.profile, sources, diagnostics);
  checkVersionSettings(parsed, diagnostics);
  if (diagnostics.hasErrors()) return { parsed, cluster: undefined, diagnostics };
  const cluster = planCluster(parsed.profile, sources, diagnostics);
  checkOldKubernetes(cluster, diagnostics);
  checkArtifacts(cluster, diagnostics);
  checkOwnCas(cluster, diagnostics);
  checkIntent(cluster, diagnostics);
  reportStaleAccepts(diagnostics);
  return { parsed, cluster: diagnostics.hasErrors() ? undefined : cluster, diagnostics };
}

/**
 * cluster + secrets → components → Machine → render → pack, a node at a time, so that a large cluster
 * is never held whole. Pure: same cluster and secrets, same bytes. With `now` the ends of certificates are looked at,
 * too. Raises the codes of machine, render and internal.
 */
export function* compileNodes(
  cluster: Cluster,
  secrets: Secrets,
  diagnostics: Collector,
  now?: Instant,
): Generator<CompiledNode> {
  for (const node of cluster.nodes) {
    const machine = assembleMachine(cluster, node, secrets, diagnostics);
    checkWorld({ cluster, node, machine, secrets, ...(now && { now }) }, diagnostics);
    const artifacts = packDocuments(machine, packOptions(cluster, node, secrets), diagnostics);
    yield { node, machine, artifacts };
  }
}

/** How the profile wants the node's documents packed. */
export function packOptions(cluster: Cluster, node: ClusterNode, secrets: Secrets): PackOptions {
  const { compression, ignitionVersion } = cluster.profile.target;
  const { formats, platform, delivery } = node;
  const store = storeOf(cluster, node, secrets);
  const options = { formats, platform, delivery, compression, ignitionVersion };
  return store ? { ...options, store } : options;
}

/** Where the node's split documents fetch their rest from, with its own token. */
function storeOf(
  { name, profile, sources }: Cluster,
  node: ClusterNode,
  { partTokens = {} }: Secrets,
): Store | undefined {
  const { store } = profile.target;
  if (store === undefined) return undefined;
  const ca = store.caFile === undefined ? undefined : sources.get(store.caFile);
  const token = store.token ? partTokens[node.name] : undefined;
  return {
    url: store.url,
    cluster: name,
    ...(ca === undefined ? {} : { ca }),
    ...(token === undefined ? {} : { token }),
  };
}

/** The node's documents as anybody may see them: plain text, each secret replaced by its name. */
export function publicDocuments(
  { node, machine }: Pick<CompiledNode, 'node' | 'machine'>,
  cluster: Cluster,
  secrets: Secrets,
): PublicDocument[] {
  const { ignitionVersion } = cluster.profile.target;
  const redacted = redactMachine(machine, listSecretValues(secrets));
  return packPublicDocuments(redacted, { formats: node.formats, ignitionVersion });
}

/** Everything that the node's components, or the one that is asked for, add to it, merged and checked. */
export function assembleMachine(
  cluster: Cluster,
  node: ClusterNode,
  secrets: Secrets,
  diagnostics: Collector,
  only?: string,
): Machine {
  const parts = componentsOf(node, cluster)
    .filter((component) => only === undefined || component.name === only)
    .map((component) => component.contribute({ cluster, node, secrets }));
  const { networkRenderer } = operatingSystem(node.os);
  const { name, os, arch } = node;
  const network = nodeNetwork(cluster, node);
  const machine = mergeParts({ name, os, arch, networkRenderer, network }, parts, diagnostics);
  checkMachine(machine, diagnostics);
  return machine;
}

/**
 * What belongs to the person and to no node: the administrator's kubeconfig and, when the profile asks for one, the
 * TLS Secret of the authentication webhook. Each names the certificate whose key it holds, and why.
 */
export function compileShared(cluster: Cluster, secrets: Secrets): SharedArtifact[] {
  const webhook = webhookSecret(cluster, secrets);
  const admin = {
    ...secretText('admin.kubeconfig', adminKubeconfig(cluster, secrets)),
    certificate: 'admin@person',
    why: 'the administrator of the cluster uses it with kubectl',
  };
  if (webhook === undefined) return [admin];
  const secret = {
    ...secretText('authentication-webhook-secret.yaml', webhook),
    certificate: webhookCertificate,
    why: 'kubectl apply it once, for the service that answers TokenReviews',
  };
  return [admin, secret];
}

/** An artifact of the person's, with the certificate whose key it holds. */
export interface SharedArtifact extends Artifact {
  readonly certificate: string;
  readonly why: string;
}

function secretText(path: string, text: string): Artifact {
  const bytes = new TextEncoder().encode(text);
  return { path, bytes, mode: 0o600, secret: true, encodedSize: bytes.length };
}
