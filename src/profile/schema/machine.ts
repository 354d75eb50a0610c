import * as z from 'zod/v4';
import {
  architectures,
  deliveryNames,
  formatNames,
  operatingSystemNames,
  platformNames,
  roleNames,
} from './names.ts';
import { machineNetwork } from './network.ts';
import {
  absolutePath,
  cidr,
  cidrAddress,
  dropInName,
  fileMode,
  httpUrl,
  label,
  moduleName,
  owner,
  packageName,
  passwordHash,
  sha256,
  sourcePath,
  sshKey,
  sudoRule,
  sysctlKey,
  sysctlValue,
  unitName,
  userName,
} from './scalars.ts';

const taint = z.strictObject({
  key: z.string().describe('As in Kubernetes.'),
  value: z.string().default('').describe('As in Kubernetes.'),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).describe('As in Kubernetes.'),
});

const file = z.strictObject({
  path: absolutePath.describe('Where it lies on the machine.'),
  content: z.string().optional().describe('Its text.'),
  source: sourcePath.optional().describe('A file beside the profile, instead of content.'),
  url: httpUrl
    .optional()
    .describe('Where the machine fetches it at first boot, instead of content; needs sha256.'),
  sha256: sha256.optional().describe('SHA-256 of what the URL gives.'),
  mode: fileMode.default('0644').describe('Permission bits, octal, in quotes.'),
  owner: owner.default('root:root').describe('user or user:group.'),
});

const dropIn = z.strictObject({
  name: dropInName.describe('File name, NAME.conf.'),
  content: z.string().describe('Its text.'),
});

const unit = z.strictObject({
  name: unitName.describe('Name with its type.'),
  content: z.string().optional().describe('Its text; without it the one that the system brings.'),
  dropIns: z.array(dropIn).default([]).describe('Changes to the unit.'),
  enabled: z
    .union([z.boolean(), z.literal('mask')])
    .default(true)
    .describe('true: started at every boot; mask: it can never start.'),
});

const user = z.strictObject({
  name: userName.describe('Login name.'),
  sshKeys: z.array(sshKey).default([]).describe('Lines of authorized_keys.'),
  groups: z.array(userName).default([]).describe('More groups.'),
  passwordHash: passwordHash.optional().describe('As in /etc/shadow; never a plain password.'),
  shell: absolutePath.default('/bin/bash').describe('Login shell.'),
  sudo: sudoRule.optional().describe('What follows the name in sudoers: ALL=(ALL) NOPASSWD:ALL'),
});

/** Settings that `defaults`, `roles` and each machine may give; the nearest wins, lists add up. */
export const machineSettings = {
  os: z.enum(operatingSystemNames).optional().describe('Operating system; default: target.os.'),
  arch: z.enum(architectures).optional().describe('Architecture; default: target.arch.'),
  format: z
    .union([z.enum(formatNames), z.array(z.enum(formatNames)).min(1)])
    .optional()
    .describe('Format of the documents; default: target.format.'),
  platform: z.enum(platformNames).optional().describe('Platform; default: target.platform.'),
  delivery: z.enum(deliveryNames).optional().describe('Delivery; default: target.delivery.'),
  labels: z.record(z.string(), z.string()).optional().describe('Labels of the node.'),
  taints: z.array(taint).optional().describe('Taints of the node from the moment it joins.'),
  users: z.array(user).optional().describe('Logins.'),
  files: z.array(file).optional().describe('Files of yours.'),
  units: z.array(unit).optional().describe('systemd units of yours, and changes to others.'),
  packages: z.array(packageName).optional().describe('Packages (Debian and Ubuntu only).'),
  sysctls: z.record(sysctlKey, sysctlValue).optional().describe('Kernel settings.'),
  modules: z.array(moduleName).optional().describe('Kernel modules to load at boot.'),
  kubelet: z
    .strictObject({
      config: z
        .looseObject({})
        .describe('Fields of KubeletConfiguration, over those of kubernetes.kubelet.config.'),
    })
    .optional()
    .describe('The kubelet of these machines.'),
};

export const defaults = z.strictObject(machineSettings);

export const machine = z.strictObject({
  name: label.describe('Host name and node name.'),
  roles: z.array(z.enum(roleNames)).min(1).describe('What the machine does.'),
  address: cidrAddress.describe('Address with prefix length.'),
  podCidr: cidr.optional().describe('For the routes plugin; default: from the address.'),
  host: z.string().optional().describe('Hypervisor host, to warn when controllers share one.'),
  ...machineNetwork,
  ...machineSettings,
});
