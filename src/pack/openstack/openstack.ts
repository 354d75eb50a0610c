import { documentFile } from '../document-file.ts';
import { toMimeText } from '../mime.ts';
import type { Packager } from '../packager.ts';
import { countBytes, platforms } from '../platforms.ts';
import { createServersScript } from './create-servers.ts';
import { heatTemplate } from './heat-template.ts';
import { openStackTerraform } from './terraform.ts';

/**
 * Documents as text where that fits (the client and Heat read text), and three ways to make the machines: a script for
 * the `openstack` client, a Heat template, and a configuration for Terraform or OpenTofu.
 */
export const openStack: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node) => {
    const { counting, limit = Number.POSITIVE_INFINITY } = platforms.openstack;
    const text = toMimeText(node.document);
    const content = countBytes(text, counting) <= limit ? text : node.document;
    return [{ path: documentFile(node), content, kind: 'secret' }];
  },
  packCluster: (machines, context) => [
    {
      path: 'create-servers.sh',
      content: createServersScript(machines, context),
      kind: 'script',
    },
    { path: 'heat.yaml', content: heatTemplate(machines, context), kind: 'public' },
    { path: 'main.tf.json', content: openStackTerraform(machines, context), kind: 'public' },
  ],
};
