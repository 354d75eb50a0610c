import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { buildKubeconfig } from '../pki/kubeconfig.ts';
import { caBundle } from '../pki/trust.ts';
import { certificateId } from '../plan/links/link-input.ts';
import { has, runtimeUnit } from '../plan/versions.ts';
import { toYaml } from '../text/yaml.ts';
import { certificateFiles } from './certificate-files.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { identityKubeconfig } from './identity-kubeconfig.ts';
import { kubeletArguments } from './kubelet/arguments.ts';
import { kubeletConfiguration } from './kubelet/configuration.ts';
import { kubeletPaths } from './kubelet/paths.ts';
import { kubeletUnit } from './kubelet/unit.ts';
import { programDownload } from './program-download.ts';
import { ownUnit, rootDirectory, rootFile } from './root-file.ts';

/**
 * The kubelet with its service, configuration and identity. It starts static pods whether or not there is an API
 * to talk to: a controller's shows its certificate to the API server beside it, a worker's asks for one with the
 * bootstrap token, in the background (before 1.12 it waits for it, and a worker has no static pods of ours).
 */
export const kubelet: Component = {
  name: 'kubelet',
  contribute(input): MachinePart {
    const { cluster, node, secrets } = input;
    const from = originOf('kubelet', node);
    const serving = certificateId('kubelet-serving', node.name);
    return {
      directories: [
        rootDirectory(from, kubeletPaths.manifests),
        rootDirectory(from, kubeletPaths.root, 0o700),
      ],
      files: [
        rootFile(from, kubeletPaths.ca, caBundle(secrets, 'kubernetes')),
        ...certificateFiles(from, secrets, serving, kubeletPaths.serving),
        ...configurationFile(input, from),
        ...identity(input, from),
      ],
      units: [
        ownUnit(
          from,
          'kubelet.service',
          kubeletUnit(node, runtimeUnit(cluster.version), kubeletArguments(cluster, node)),
        ),
      ],
      downloads: programDownload(cluster, node, 'kubelet', from),
    };
  },
};

function configurationFile({ cluster, node }: ComponentInput, from: Origin): MachineFile[] {
  if (!has(cluster.version, 'kubelet configuration file')) return [];
  const text = toYaml(kubeletConfiguration(cluster, node));
  return [rootFile(from, kubeletPaths.config, text, { mode: 0o600 })];
}

function identity(input: ComponentInput, from: Origin): MachineFile[] {
  const { node } = input;
  if (!node.roles.includes('controller')) return [bootstrapKubeconfig(input, from)];
  return identityKubeconfig(input, from, {
    client: 'kubelet',
    userName: `system:node:${node.name}`,
    kubeconfig: kubeletPaths.kubeconfig,
    identity: kubeletPaths.client,
    ca: kubeletPaths.ca,
  });
}

function bootstrapKubeconfig({ cluster, secrets }: ComponentInput, from: Origin): MachineFile {
  const kubeconfig = buildKubeconfig({
    cluster: cluster.name,
    host: cluster.endpoint.host,
    port: cluster.endpoint.port,
    ca: { file: kubeletPaths.ca },
    userName: 'kubelet-bootstrap',
    user: { token: secrets.bootstrapToken },
  });
  return rootFile(from, kubeletPaths.bootstrap, toYaml(kubeconfig), {
    secrets: [{ secret: 'bootstrap-token', why: 'the kubelet asks for its certificate with it' }],
  });
}
