import { join } from 'node:path';
import type { Cluster } from '../index.ts';
import type { BuildResult, DocumentSummary } from '../output/build-profile.ts';
import type { Guide } from '../output/replace-nodes.ts';
import { bold, formatTable, type Terminal } from './terminal.ts';

const longestTable = 40;

/** What a person needs after a build: a line per document, what changed, and what to do next. */
export function formatSummary(
  result: BuildResult,
  terminal: Terminal,
  context: { readonly profilePath: string; readonly write: boolean },
): string {
  const { cluster, documents } = result;
  if (cluster === undefined) return '';
  const shown = documents.slice(0, longestTable);
  const header = ['NODE', 'ROLES', 'FORMAT', 'BYTES', 'OF LIMIT'].map((cell) =>
    bold(terminal, cell),
  );
  const table = formatTable([header, ...shown.map(tableRow)], [3, 4]);
  const more = documents.length - shown.length;
  const lines = [
    `${cluster.name}: Kubernetes ${cluster.version}, ${cluster.nodes.length} nodes, API at https://${cluster.profile.endpoint}`,
    '',
    more > 0 ? `${table}\n… and ${more} more documents` : table,
    '',
    ...(context.write
      ? [changeLine(result), ...(result.guide ? guideLines(result.guide) : nextSteps(result))]
      : ['no mistakes found; nothing was written']),
    ...acceptedLine(result),
  ];
  return lines.join('\n');
}

function acceptedLine({ accepted }: BuildResult): string[] {
  if (accepted.length === 0) return [];
  const warnings = accepted.length === 1 ? '1 warning is' : `${accepted.length} warnings are`;
  return [`${warnings} accepted by the profile; --format json lists them with their reasons`];
}

function tableRow(row: DocumentSummary): string[] {
  const share = row.limit === undefined ? '-' : `${Math.ceil((100 * row.size) / row.limit)} %`;
  return [row.node, row.roles.join(','), row.format, String(row.size), share];
}

function changeLine({ changes, secretsAdded, secretsPath, directory }: BuildResult): string {
  if (changes === undefined) return '';
  const { created, changed, removed, unchanged } = changes;
  const count = created.length + changed.length + removed.length;
  const files =
    count === 0
      ? `${directory}: nothing changed (${unchanged} files)`
      : `${directory}: ${created.length} created, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged`;
  const named = count > 0 && count <= 12 && unchanged > 0;
  const list = named
    ? [
        ...created.map((path) => `  + ${path}`),
        ...changed.map((path) => `  ~ ${path}`),
        ...removed.map((path) => `  - ${path}`),
      ]
    : [];
  const secrets =
    secretsAdded.length === 0
      ? []
      : [
          `${secretsPath}: ${secretsAdded.length} secrets created; back this file up, it is the cluster’s only copy`,
        ];
  return [files, ...list, ...secrets].join('\n');
}

function guideLines({ path, text }: Guide): string[] {
  return ['', `${path} says what to do:`, '', text];
}

function nextSteps({ cluster, directory = '', documents }: BuildResult): string[] {
  const sample = documents[0];
  if (cluster === undefined || sample === undefined) return [];
  const platform = cluster.nodes.find(({ name }) => name === sample.node)?.platform ?? 'plain';
  const path = join(directory, sample.path);
  const packages = join(directory, 'packages', platform);
  const attach: Record<string, string> = {
    openstack:
      'clusterseed package … --for openstack writes a script, a Heat template and Terraform for it',
    vsphere: `${packages}/create-vms.sh does it with govc, main.tf.json with Terraform`,
    pxe: 'clusterseed package … --for pxe --url … writes a tree for your web server',
    nocloud: `attach ${packages}/${sample.node}/seed.iso to ${sample.node}`,
    'config-drive': `attach ${packages}/${sample.node}/config-drive.iso to ${sample.node}`,
    libvirt: `virsh define ${packages}/${sample.node}/domain.xml`,
    qemu: `${packages}/${sample.node}/ has what ${sample.node} boots from`,
    kubevirt: `kubectl apply -f ${packages}/${sample.node}/`,
    plain: `attach ${path} as user data when you create ${sample.node}`,
  };
  return [
    '',
    'Next:',
    `  1. create every VM with its own document, in any order: ${attach[platform] ?? attach.plain}`,
    ...storeStep(cluster, directory),
    '  2. watch a serial console: lines that begin with "clusterseed:" tell each step',
    `  3. kubectl --kubeconfig ${join(directory, 'admin.kubeconfig')} get nodes`,
    ...webhookStep(cluster, directory),
    `Documents hold private keys: keep ${directory}/ to yourself; ${join(directory, 'manifest.json')} says which node holds what and why.`,
  ];
}

function storeStep({ nodes, profile }: Cluster, directory: string): string[] {
  const { store } = profile.target;
  if (store === undefined || !nodes.some(({ delivery }) => delivery === 'split')) return [];
  return [
    `     before that, put the *.part.* files of ${directory}/ where ${store.url} finds them`,
  ];
}

function webhookStep(cluster: Cluster, directory: string): string[] {
  if (cluster.profile.kubernetes.apiServer.authenticationWebhook?.servingSecret === undefined)
    return [];
  return [`  4. kubectl apply -f ${join(directory, 'authentication-webhook-secret.yaml')}`];
}
