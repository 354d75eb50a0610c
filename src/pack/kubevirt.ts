import { toBase64, toBytes } from '../text/bytes.ts';
import { toYamlDocuments } from '../text/yaml.ts';
import type { PackageMachine, PackageNode, Packager } from './packager.ts';

/**
 * Manifests for KubeVirt: a Secret with the document (and the network, for cloud-init) and a VirtualMachine that boots
 * from the volume claim of its own name. The Secrets are files of their own, which only the owner reads.
 */
export const kubeVirt: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node) => [
    { path: `${node.name}/secret.yaml`, content: toYamlDocuments([secret(node)]), kind: 'secret' },
    {
      path: `${node.name}/vm.yaml`,
      content: toYamlDocuments([virtualMachine(node)]),
      kind: 'public',
    },
  ],
  packCluster: () => [],
};

function secretName({ name }: PackageMachine): string {
  return `${name}-boot`;
}

/** Keys as KubeVirt reads them from a secretRef: userdata, networkdata (user guide, "Startup scripts"). */
function secret(node: PackageNode): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName(node) },
    type: 'Opaque',
    data: {
      userdata: toBase64(node.document),
      ...(node.format === 'ignition' ? {} : { networkdata: toBase64(toBytes(node.networkConfig)) }),
    },
  };
}

function virtualMachine(machine: PackageMachine): object {
  const { name, format, network } = machine;
  const reference = { name: secretName(machine) };
  const seed =
    format === 'ignition'
      ? { cloudInitConfigDrive: { secretRef: reference } }
      : { cloudInitNoCloud: { secretRef: reference, networkDataSecretRef: reference } };
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name },
    spec: {
      runStrategy: 'Always',
      template: {
        metadata: { labels: { 'kubevirt.io/domain': name } },
        spec: {
          domain: {
            cpu: { cores: 2 },
            memory: { guest: '4Gi' },
            devices: {
              disks: [
                { name: 'root', disk: { bus: 'virtio' }, bootOrder: 1 },
                { name: 'seed', disk: { bus: 'virtio' } },
              ],
              interfaces: [
                {
                  name: 'default',
                  bridge: {},
                  ...(network.mac === undefined ? {} : { macAddress: network.mac }),
                },
              ],
            },
          },
          networks: [{ name: 'default', multus: { networkName: 'machines' } }],
          volumes: [
            { name: 'root', persistentVolumeClaim: { claimName: name } },
            { name: 'seed', ...seed },
          ],
        },
      },
    },
  };
}
