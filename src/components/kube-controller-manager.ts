import { placedImage } from '../artifacts/images.ts';
import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { podManifest } from '../machine/places.ts';
import { trustedCas } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import { caBundle, hasRootAbove, rootBundle } from '../pki/trust.ts';
import type { Cluster } from '../plan/cluster.ts';
import { has, healthOf } from '../plan/versions.ts';
import { durationSeconds } from '../text/duration.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { mergeFlags } from './extra-args.ts';
import type { FlagSet } from './flags/format-flags.ts';
import { goDuration } from './flags/go-duration.ts';
import { type IdentityPlace, identityKubeconfig } from './identity-kubeconfig.ts';
import { pkiPaths } from './kube-apiserver/api-server-paths.ts';
import { rootFile } from './root-file.ts';
import { signingKey } from './service-account-keys.ts';
import { formatStaticPod, type HostMount } from './static-pod/static-pod.ts';
import { tlsPolicyFlags } from './tls-policy.ts';

const kubeconfigPath = '/etc/kubernetes/controller-manager.conf';
const identityPath = '/etc/kubernetes/pki/controller-manager';

const place: IdentityPlace = {
  client: 'kube-controller-manager',
  userName: 'system:kube-controller-manager',
  kubeconfig: kubeconfigPath,
  identity: identityPath,
  ca: pkiPaths.ca,
};

/**
 * kube-controller-manager as a static pod. It alone reads the cluster CA's key: it signs the kubelets' client
 * certificates.
 */
export const kubeControllerManager: Component = {
  name: 'kube-controller-manager',
  contribute: (input: ComponentInput): MachinePart => {
    const { cluster, secrets } = input;
    const from = originOf('kube-controller-manager', input.node);
    const image = placedImage(cluster, 'kube-controller-manager');
    const signs = {
      secret: 'ca/kubernetes',
      why: 'the controller manager signs kubelet certificates',
    };
    const { secret, key } = signingKey(cluster, secrets);
    const mints = { secret, why: 'the controller manager signs service-account tokens' };
    return {
      images: [image],
      files: [
        rootFile(from, pkiPaths.ca, caBundle(secrets, 'kubernetes')),
        ...rotationFiles(secrets, from),
        rootFile(from, pkiPaths.caKey, secrets.cas.kubernetes.key, { secrets: [signs] }),
        ...(has(cluster.version, 'secure controller ports')
          ? [rootFile(from, pkiPaths.frontProxyCa, caBundle(secrets, 'front-proxy'))]
          : []),
        rootFile(from, pkiPaths.serviceAccountKey, key, { secrets: [mints] }),
        ...identityKubeconfig(input, from, place),
        manifest(input, image, from),
      ],
    };
  },
};

/** The CA that signs: a file of its own while two are trusted, since it must hold one certificate only. */
function signingCa(secrets: Secrets): string {
  return trustedCas(secrets, 'kubernetes').length > 1 ? pkiPaths.signingCa : pkiPaths.ca;
}

/** What pods trust: with a root above the CA a file of its own, since some of them verify up to a root. */
function rootCa(secrets: Secrets): string {
  return hasRootAbove(secrets, 'kubernetes') ? pkiPaths.rootCa : pkiPaths.ca;
}

function rotationFiles(secrets: Secrets, from: Origin): MachineFile[] {
  const files = [
    [signingCa(secrets), secrets.cas.kubernetes.certificate],
    [rootCa(secrets), rootBundle(secrets, 'kubernetes')],
  ] as const;
  return files
    .filter(([path]) => path !== pkiPaths.ca)
    .map(([path, content]) => rootFile(from, path, content));
}

function manifest({ cluster, secrets }: ComponentInput, image: string, from: Origin): MachineFile {
  const { apiServer, controllerManager } = cluster.profile.kubernetes;
  const name = 'kube-controller-manager';
  const text = formatStaticPod({
    version: cluster.version,
    name,
    image,
    args: mergeFlags(
      name,
      cluster.version,
      controllerManagerFlags(cluster, secrets),
      controllerManager.extraArgs,
    ),
    cpu: '200m',
    mounts: [
      ...new Set([pkiPaths.ca, signingCa(secrets), rootCa(secrets)]),
      pkiPaths.caKey,
      ...(has(cluster.version, 'secure controller ports') ? [pkiPaths.frontProxyCa] : []),
      pkiPaths.serviceAccountKey,
      kubeconfigPath,
      `${identityPath}.crt`,
      `${identityPath}.key`,
    ].map((path): HostMount => ({ path, type: 'File' })),
    host: '127.0.0.1',
    ...healthOf(cluster.version, name),
    startupSeconds: apiServer.startupSeconds,
  });
  return rootFile(from, podManifest('kube-controller-manager'), text, { mode: 0o600 });
}

/**
 * kubeadm's set, hardened after CIS 1.3. With the routes plugin the pod networks are the plan's and no
 * allocation runs; every other network plugin takes them from the nodes.
 */
export function controllerManagerFlags(cluster: Cluster, secrets: Secrets): FlagSet {
  const { network, pki } = cluster.profile;
  const allocates = network.plugin !== 'routes';
  const secure = has(cluster.version, 'secure controller ports');
  return {
    kubeconfig: kubeconfigPath,
    ...(secure ? secureServing : { address: '127.0.0.1' }),
    'root-ca-file': rootCa(secrets),
    'service-account-private-key-file': pkiPaths.serviceAccountKey,
    'cluster-signing-cert-file': signingCa(secrets),
    'cluster-signing-key-file': pkiPaths.caKey,
    [signingDurationFlag(cluster)]: goDuration(durationSeconds(pki.validity.leaf)),
    'use-service-account-credentials': true,
    controllers: has(cluster.version, 'bootstrap token authentication')
      ? ['*', 'bootstrap-signer-controller', 'token-cleaner-controller']
      : undefined,
    'leader-elect': true,
    'allocate-node-cidrs': allocates,
    'cluster-cidr': allocates ? network.pods : undefined,
    'service-cluster-ip-range': network.services,
    'node-cidr-mask-size': allocates ? network.nodeMask : undefined,
    'terminated-pod-gc-threshold': 1000,
    profiling: false,
    ...(secure ? tlsPolicyFlags : {}),
  };
}

/** Serving with TLS, and asking the API server who it is that asks. */
const secureServing: FlagSet = {
  'authentication-kubeconfig': kubeconfigPath,
  'authorization-kubeconfig': kubeconfigPath,
  'bind-address': '127.0.0.1',
  'client-ca-file': pkiPaths.ca,
  'requestheader-client-ca-file': pkiPaths.frontProxyCa,
  'requestheader-allowed-names': 'front-proxy-client',
};

function signingDurationFlag({ version }: Cluster): string {
  const known = has(version, 'cluster signing duration');
  return known ? 'cluster-signing-duration' : 'experimental-cluster-signing-duration';
}
