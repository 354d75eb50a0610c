import { joinHostPort } from '../net/address.ts';

/** How a client proves who it is: a certificate inline (PEM), a bearer token, or files on the node. */
export type KubeconfigUser =
  | { readonly certificate: string; readonly key: string }
  | { readonly token: string }
  | { readonly certificateFile: string; readonly keyFile: string }
  | { readonly tokenFile: string };

/** What a kubeconfig is made from; `ca` is PEM text, or the path of a file on the node. */
export interface KubeconfigInput {
  readonly cluster: string;
  readonly host: string;
  readonly port: number;
  readonly ca: { readonly pem: string } | { readonly file: string };
  readonly userName: string;
  readonly user: KubeconfigUser;
}

/** client-go's Config, v1 (k8s.io/client-go/tools/clientcmd/api/v1/types.go). */
export interface Kubeconfig {
  readonly apiVersion: 'v1';
  readonly kind: 'Config';
  readonly clusters: readonly [
    { readonly name: string; readonly cluster: Readonly<Record<string, string>> },
  ];
  readonly users: readonly [
    { readonly name: string; readonly user: Readonly<Record<string, string>> },
  ];
  readonly contexts: readonly [
    {
      readonly name: string;
      readonly context: { readonly cluster: string; readonly user: string };
    },
  ];
  readonly 'current-context': string;
}

/** A kubeconfig with one cluster, one user and one context, `user@cluster`; hand it to `toYaml`. */
export function buildKubeconfig(input: KubeconfigInput): Kubeconfig {
  const { cluster, userName } = input;
  const context = `${userName}@${cluster}`;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server: `https://${joinHostPort(input.host, input.port)}`,
          ...('pem' in input.ca
            ? { 'certificate-authority-data': toBase64(input.ca.pem) }
            : { 'certificate-authority': input.ca.file }),
        },
      },
    ],
    users: [{ name: userName, user: userFields(input.user) }],
    contexts: [{ name: context, context: { cluster, user: userName } }],
    'current-context': context,
  };
}

function userFields(user: KubeconfigUser): Record<string, string> {
  if ('token' in user) return { token: user.token };
  if ('tokenFile' in user) return { tokenFile: user.tokenFile };
  if ('certificateFile' in user) {
    return { 'client-certificate': user.certificateFile, 'client-key': user.keyFile };
  }
  return {
    'client-certificate-data': toBase64(user.certificate),
    'client-key-data': toBase64(user.key),
  };
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
