import * as z from 'zod/v4';
import { extraArgs } from './extra-args.ts';
import {
  absolutePath,
  admissionPlugin,
  duration,
  host,
  httpUrl,
  imageName,
  label,
  sourcePath,
  version,
} from './scalars.ts';

const audit = z.strictObject({
  policy: z
    .union([
      z.literal('builtin'),
      z.literal('none'),
      z.strictObject({ file: sourcePath.describe('An audit.k8s.io/v1 Policy of yours.') }),
    ])
    .default('builtin')
    .describe('builtin: metadata of all but noise, secrets never in full; none: no audit log.'),
  maxAge: z
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('Days that a rotated log is kept (CIS 1.2.17).'),
  maxBackup: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Rotated logs that are kept (CIS 1.2.18).'),
  maxSize: z
    .int()
    .min(1)
    .max(4096)
    .default(100)
    .describe('MiB at which the log is rotated (CIS 1.2.19).'),
});

const authenticationWebhook = z
  .strictObject({
    url: httpUrl.describe('Where the API server sends TokenReviews; https.'),
    caFile: sourcePath
      .optional()
      .describe('CA certificate of the service; without it the cluster CA is trusted.'),
    clientName: label
      .default('kubernetes-ldap-client')
      .describe('Common name of the client certificate that the API server shows to the service.'),
    cacheTtl: duration.default('30m').describe('How long the API server remembers an answer.'),
    version: z
      .enum(['v1', 'v1beta1'])
      .default('v1')
      .describe('TokenReview version that the service speaks.'),
    servingSecret: z
      .strictObject({
        namespace: label.default('kube-system').describe('Namespace of the Secret.'),
        name: label.describe('Name of the Secret.'),
      })
      .optional()
      .describe('A TLS Secret to create for the service, with a certificate for the URL host.'),
  })
  .describe('Webhook token authentication, for example an LDAP login service.');

const apiServer = z.strictObject({
  port: z.int().min(1).max(65535).default(6443).describe('Port of the API server on controllers.'),
  insecurePort: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe(
      'Opens a port without TLS and without authentication on 127.0.0.1; before 1.20 only.',
    ),
  extraArgs: extraArgs.default({}),
  extraSans: z
    .array(host)
    .default([])
    .describe('More names and addresses for the serving certificate.'),
  admissionPlugins: z
    .array(admissionPlugin)
    .default([])
    .describe('Enabled beside the defaults and NodeRestriction.'),
  audit: audit.prefault({}).describe('What the API server logs about requests.'),
  authenticationWebhook: authenticationWebhook.optional(),
  jwt: z
    .array(z.looseObject({}))
    .default([])
    .describe('OIDC issuers: the jwt list of AuthenticationConfiguration.'),
  encryptionAtRest: z.boolean().default(true).describe('Encrypts Secrets in etcd (secretbox).'),
  startupSeconds: z
    .int()
    .min(60)
    .max(7200)
    .default(240)
    .describe('How long a static pod may take to start before it is restarted.'),
});

const kubelet = z.strictObject({
  extraArgs: extraArgs.default({}),
  config: z
    .looseObject({})
    .default({})
    .describe('Fields of KubeletConfiguration that override ours.'),
});

/** `kubernetes:` of the profile. */
export const kubernetes = z.strictObject({
  version: version.describe('Kubernetes version of every component, without a leading v.'),
  image: imageName
    .optional()
    .describe('The one image with all programs (hyperkube), of versions before 1.19.'),
  serviceAccountKey: z
    .enum(['own', 'ca'])
    .default('own')
    .describe(
      'own: a key for service-account tokens alone; ca: the key of the cluster CA, as old guides have it.',
    ),
  apiServer: apiServer.prefault({}).describe('kube-apiserver on the controllers.'),
  controllerManager: z
    .strictObject({ extraArgs: extraArgs.default({}) })
    .prefault({})
    .describe('kube-controller-manager on the controllers.'),
  scheduler: z
    .strictObject({
      extraArgs: extraArgs.default({}),
      config: z
        .looseObject({})
        .default({})
        .describe('Fields of KubeSchedulerConfiguration that override ours.'),
    })
    .prefault({})
    .describe('kube-scheduler on the controllers.'),
  kubelet: kubelet.prefault({}).describe('The kubelet on controllers and workers.'),
  kubeProxy: z
    .strictObject({
      mode: z
        .enum(['iptables', 'nftables', 'ipvs'])
        .default('iptables')
        .describe('How Services are routed.'),
      config: z
        .looseObject({})
        .default({})
        .describe('Fields of KubeProxyConfiguration that override ours.'),
    })
    .prefault({})
    .describe('The addon kube-proxy.'),
});

/** `etcd:` of the profile. */
export const etcd = z.strictObject({
  version: version.optional().describe('Default: the version that goes with this Kubernetes.'),
  dataDir: absolutePath
    .default('/var/lib/etcd')
    .describe('Where a member keeps its data; may be a mount of its own.'),
  quotaBackendGiB: z
    .number()
    .min(1)
    .max(16)
    .default(8)
    .describe('Size in GiB at which etcd refuses writes.'),
  extraArgs: extraArgs.default({}),
});
