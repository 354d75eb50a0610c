import type { MachineFile, Origin } from '../machine/model.ts';
import { buildKubeconfig } from '../pki/kubeconfig.ts';
import { toYaml } from '../text/yaml.ts';
import { certificateFiles } from './certificate-files.ts';
import type { ComponentInput } from './component.ts';
import { findIdentityLink } from './links.ts';
import { rootFile } from './root-file.ts';

/** Whose identity, and where it lies; `identity` is the path of the key pair without `.crt` and `.key`. */
export interface IdentityPlace {
  readonly client: string;
  readonly userName: string;
  readonly kubeconfig: string;
  readonly identity: string;
  readonly ca: string;
}

/**
 * The kubeconfig of a program that talks to the API server beside it, and the key pair that it shows. The kubeconfig
 * names files and holds no data: PEM is a fifth shorter in a compressed document than its base64.
 */
export function identityKubeconfig(
  { cluster, node, secrets }: ComponentInput,
  from: Origin,
  place: IdentityPlace,
): MachineFile[] {
  const query = { client: place.client, clientNode: node.name, server: 'kube-apiserver' };
  const { host, port, clientCertificate } = findIdentityLink(cluster, query);
  const kubeconfig = buildKubeconfig({
    cluster: cluster.name,
    host,
    port,
    ca: { file: place.ca },
    userName: place.userName,
    user: { certificateFile: `${place.identity}.crt`, keyFile: `${place.identity}.key` },
  });
  return [
    ...certificateFiles(from, secrets, clientCertificate, place.identity),
    rootFile(from, place.kubeconfig, toYaml(kubeconfig), { mode: 0o600 }),
  ];
}
