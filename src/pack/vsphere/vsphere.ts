import type { PackageFile, Packager } from '../packager.ts';
import { createVmsScript } from './create-vms.ts';
import { guestinfoKeys, guestinfoValue } from './guestinfo.ts';
import { ovaOptions, ovfEnvironment } from './ovf.ts';
import { vsphereTerraform } from './terraform.ts';

/**
 * Each machine's guestinfo values, a file for each key; its OVF properties, as an environment and for `govc`; and two
 * ways to make the machines: a script for `govc` and a configuration for Terraform or OpenTofu.
 */
export const vsphere: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node) => [
    ...guestinfoKeys(node).map(
      (key): PackageFile => ({
        path: `${node.name}/${key.key}`,
        content: guestinfoValue(node, key),
        kind: key.key === 'guestinfo.metadata' ? 'public' : 'secret',
      }),
    ),
    { path: `${node.name}/ovf-env.xml`, content: ovfEnvironment(node), kind: 'secret' },
    { path: `${node.name}/ova-options.json`, content: ovaOptions(node), kind: 'secret' },
  ],
  packCluster: (machines, { cluster }) => [
    { path: 'create-vms.sh', content: createVmsScript(machines, cluster), kind: 'script' },
    { path: 'main.tf.json', content: vsphereTerraform(machines), kind: 'public' },
  ],
};
