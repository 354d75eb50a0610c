import * as z from 'zod/v4';
import { acceptance } from './accept.ts';
import { etcd, kubernetes } from './kubernetes.ts';
import { defaults, machine } from './machine.ts';
import {
  architectures,
  deliveryNames,
  formatNames,
  keyAlgorithms,
  operatingSystemNames,
  platformNames,
} from './names.ts';
import { network } from './network.ts';
import {
  address,
  country,
  duration,
  hostPort,
  httpUrl,
  imageRegistry,
  label,
  sha256,
  sourcePath,
  storeUrl,
  subjectText,
  version,
} from './scalars.ts';

const store = z.strictObject({
  url: storeUrl.describe(
    'Address of a part; {cluster}, {node}, {file} and {sha256} are filled in. Without them {node}/{file} is appended.',
  ),
  caFile: sourcePath
    .optional()
    .describe('Certificates (PEM) that the store’s own chains to, when no public CA signed it.'),
  token: z
    .boolean()
    .default(false)
    .describe(
      'Send a token of the node’s own, kept in the secrets file, as Authorization: Bearer.',
    ),
});

const target = z.strictObject({
  format: z
    .union([z.enum(formatNames), z.array(z.enum(formatNames)).min(1)])
    .optional()
    .describe('Default: ignition on Flatcar and Fedora CoreOS, else cloud-init.'),
  platform: z
    .enum(platformNames)
    .default('plain')
    .describe('Where the document is attached; decides size limit and packaging.'),
  os: z
    .enum(operatingSystemNames)
    .default('ubuntu-24.04')
    .describe('Operating system of the machines.'),
  arch: z.enum(architectures).default('amd64').describe('Processor architecture of the machines.'),
  ignitionVersion: z
    .enum(['3.3.0', '3.4.0', '3.5.0'])
    .default('3.3.0')
    .describe('Ignition specification of the documents.'),
  compression: z
    .enum(['auto', 'gzip', 'none'])
    .default('auto')
    .describe('auto: gzip when the plain document is over 16,384 bytes.'),
  delivery: z
    .enum(deliveryNames)
    .default('inline')
    .describe('split: a small document fetches the rest from target.store and checks its SHA-256.'),
  store: store.optional().describe('Where split documents fetch their rest from.'),
  report: httpUrl
    .optional()
    .describe(
      'Address of clusterseed serve: nodes post there how far their first boot has come. store.caFile is trusted there too.',
    ),
});

const ownCa = z.strictObject({
  certificate: sourcePath.describe(
    'PEM: the CA that signs, then, when it is an intermediate one, what is above it up to the root.',
  ),
  key: sourcePath
    .optional()
    .describe('PEM: its private key. Not needed any more once the secrets file holds it.'),
});

const pki = z.strictObject({
  algorithm: z
    .enum(keyAlgorithms)
    .default('ecdsa-p256')
    .describe('Kind of every private key; RSA makes documents several times larger.'),
  caAlgorithm: z.enum(keyAlgorithms).optional().describe('Default: as algorithm.'),
  validity: z
    .strictObject({
      ca: duration.default('10y').describe('Of the CAs.'),
      leaf: duration.default('1y').describe('Of all other certificates.'),
    })
    .prefault({})
    .describe('How long certificates are valid.'),
  ca: z
    .strictObject({
      kubernetes: ownCa.optional().describe('The CA of the cluster.'),
      etcd: ownCa.optional().describe('The CA of etcd.'),
      frontProxy: ownCa.optional().describe('The CA of the front proxy.'),
    })
    .prefault({})
    .describe('CAs of yours instead of new ones.'),
  backdate: duration.default('1h').describe('NotBefore lies this long before issue.'),
  subject: z
    .strictObject({
      country: country.optional().describe('C'),
      state: subjectText.optional().describe('ST'),
      locality: subjectText.optional().describe('L'),
      organization: subjectText.optional().describe('O'),
      organizationalUnit: subjectText.optional().describe('OU'),
    })
    .prefault({})
    .describe('More attributes for the subjects of the CAs.'),
});

const mirror = z.strictObject({
  files: z
    .union([httpUrl, z.array(httpUrl).min(1)])
    .optional()
    .describe('Base URLs tried before (or, with only: true, instead of) the official ones.'),
  images: imageRegistry
    .optional()
    .describe('Registry host[:port][/prefix] that mirrors all images.'),
  insecureImages: z.boolean().default(false).describe('The image mirror speaks plain http.'),
  only: z.boolean().default(true).describe('Never ask the official addresses.'),
  checksums: z
    .record(z.string(), sha256)
    .default({})
    .describe('Own builds: name/version/arch → SHA-256, for example kubelet/1.36.3/amd64.'),
});

const artifactVersions = z.strictObject({
  containerd: version.optional().describe('Default: the newest known.'),
  runc: version.optional().describe('Default: the newest known.'),
  cniPlugins: version.optional().describe('Default: the newest known.'),
  crictl: version.optional().describe('Default: the newest known.'),
});

const addon = z.union([
  z.enum(['kube-proxy', 'coredns']),
  z.strictObject({ manifest: sourcePath.describe('A file of yours, applied after ours.') }),
]);

/** The whole profile. Unknown keys are refused everywhere but in configuration that is passed through. */
export const profileSchema = z.strictObject({
  version: z.literal(1).describe('Version of the profile language.'),
  extends: sourcePath.optional().describe('A base profile; this one is laid over it.'),
  cluster: label.meta({ description: 'Name of the cluster.', examples: ['icc'] }),
  kubernetes: kubernetes.describe('Version and components of Kubernetes.'),
  etcd: etcd.prefault({}).describe('The store.'),
  network: network.describe('Addresses of machines, pods and Services.'),
  endpoint: hostPort.describe('Where everybody reaches the API: host:port.'),
  endpointAddress: address
    .optional()
    .describe(
      'Address behind the endpoint’s name, when it is no machine’s (virtual IP, balancer).',
    ),
  target: target.prefault({}).describe('What the documents are for.'),
  versions: artifactVersions.prefault({}).describe('Versions of the other programs.'),
  mirror: mirror
    .prefault({})
    .describe('Where programs and images come from instead of the official addresses.'),
  pki: pki.prefault({}).describe('Keys and certificates.'),
  addons: z
    .array(addon)
    .default(['kube-proxy', 'coredns'])
    .describe('What is applied to the cluster at first boot.'),
  accept: z
    .array(acceptance)
    .default([])
    .describe('Warnings that are right as they are, and waived items of the CIS benchmark.'),
  defaults: defaults.prefault({}).describe('Settings of all machines.'),
  roles: z
    .strictObject({
      etcd: defaults.optional().describe('Settings of the etcd members.'),
      controller: defaults.optional().describe('Settings of the controllers.'),
      worker: defaults.optional().describe('Settings of the workers.'),
      frontend: defaults.optional().describe('Settings of the frontends.'),
    })
    .prefault({})
    .describe('Settings of all machines with a role.'),
  machines: z.array(machine).min(1).describe('The machines of the cluster.'),
});

/** The profile as a person writes it. */
export type ProfileInput = z.input<typeof profileSchema>;
/** The profile with defaults filled in (settings of roles and machines are still apart). */
export type Profile = z.output<typeof profileSchema>;
