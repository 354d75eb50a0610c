import { downloadOf } from '../artifacts/download.ts';
import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { buildKubeconfig } from '../pki/kubeconfig.ts';
import { caBundle } from '../pki/trust.ts';
import { certificateId } from '../plan/links/link-input.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { toYaml } from '../text/yaml.ts';
import { certificateFiles } from './certificate-files.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { identityKubeconfig } from './identity-kubeconfig.ts';
import { kubeletArguments } from './kubelet/arguments.ts';
import { kubeletConfiguration } from './kubelet/configuration.ts';
import { kubeletPaths } from './kubelet/paths.ts';
import { kubeletUnit } from './kubelet/unit.ts';
import { ownUnit, rootDirectory, rootFile } from './root-file.ts';

/**
 * The kubelet with its service, configuration and identity. It starts static pods whether or not there is an API
 * to talk to: a controller's shows its certificate to the API server beside it, a worker's asks for one with the
 * bootstrap token, in the background.
 */
export const kubelet: Component = {
  name: 'kubelet',
  contribute(input): MachinePart {
    const { cluster, node, secrets } = input;
    const from = originOf('kubelet', node);
    const path = `${operatingSystem(node.os).binDir}/kubelet`;
    const configuration = kubeletConfiguration(cluster, node);
    const serving = certificateId('kubelet-serving', node.name);
    return {
      directories: [
        rootDirectory(from, kubeletPaths.manifests),
        rootDirectory(from, kubeletPaths.root, 0o700),
      ],
      files: [
        rootFile(from, kubeletPaths.ca, caBundle(secrets, 'kubernetes')),
        ...certificateFiles(from, secrets, serving, kubeletPaths.serving),
        rootFile(from, kubeletPaths.config, toYaml(configuration), { mode: 0o600 }),
        ...identity(input, from),
      ],
      units: [ownUnit(from, 'kubelet.service', kubeletUnit(node, kubeletArguments(cluster, node)))],
      downloads: [
        downloadOf(cluster, node, 'kubelet', { kind: 'file', path, mode: 0o755 } as const, from),
      ],
    };
  },
};

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
