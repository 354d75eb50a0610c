import type { MachineFile, Origin } from '../../machine/model.ts';
import { buildKubeconfig } from '../../pki/kubeconfig.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { toYaml } from '../../text/yaml.ts';
import { certificateFiles } from '../certificate-files.ts';
import type { ComponentInput } from '../component.ts';
import { findIdentityLink } from '../links.ts';
import { rootFile } from '../root-file.ts';
import { apiServerPaths, pkiPaths } from './api-server-paths.ts';

/**
 * What the API server needs to ask the authentication webhook: a file in kubeconfig form, the CA of the service
 * and a client certificate. Nothing without a webhook. A service without a CA of its own has the cluster's.
 */
export function webhookFiles(input: ComponentInput, from: Origin): MachineFile[] {
  const { cluster, node, secrets } = input;
  const webhook = cluster.profile.kubernetes.apiServer.authenticationWebhook;
  if (webhook === undefined) return [];
  const link = findIdentityLink(cluster, {
    client: 'kube-apiserver',
    clientNode: node.name,
    server: 'authentication-webhook',
  });
  const ca = webhookCa(cluster, webhook.caFile);
  const caPath = ca === undefined ? pkiPaths.ca : apiServerPaths.webhookCa;
  return [
    rootFile(from, apiServerPaths.webhook, webhookConfig(webhook.url, caPath)),
    ...(ca === undefined ? [] : [rootFile(from, caPath, ca)]),
    ...certificateFiles(from, secrets, link.clientCertificate, apiServerPaths.webhookClient),
  ];
}

function webhookCa({ sources }: Cluster, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const text = sources.get(file);
  if (text === undefined) throw new Error('the webhook’s CA is not among the sources');
  return text;
}

/** The URL as the profile has it, path and all (kubernetes.io, Webhook Token Authentication). */
function webhookConfig(url: string, caPath: string): string {
  const kubeconfig = buildKubeconfig({
    cluster: 'authentication-webhook',
    host: '',
    port: 443,
    ca: { file: caPath },
    userName: 'kube-apiserver',
    user: {
      certificateFile: `${apiServerPaths.webhookClient}.crt`,
      keyFile: `${apiServerPaths.webhookClient}.key`,
    },
  });
  const [{ name, cluster }] = kubeconfig.clusters;
  return toYaml({ ...kubeconfig, clusters: [{ name, cluster: { ...cluster, server: url } }] });
}
