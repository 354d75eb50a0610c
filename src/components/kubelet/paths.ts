import { podManifestDirectory } from '../../machine/places.ts';

/** Where the kubelet's files lie (docs/node-layout.md). */
export const kubeletPaths = {
  root: '/var/lib/kubelet',
  certificates: '/var/lib/kubelet/pki',
  config: '/etc/kubernetes/kubelet.yaml',
  kubeconfig: '/etc/kubernetes/kubelet.conf',
  bootstrap: '/etc/kubernetes/bootstrap-kubelet.conf',
  manifests: podManifestDirectory,
  ca: '/etc/kubernetes/pki/ca.crt',
  /** A controller's client identity, without `.crt` and `.key`. */
  client: '/etc/kubernetes/pki/kubelet-client',
  /** Without `.crt` and `.key`. */
  serving: '/etc/kubernetes/pki/kubelet',
} as const;
