import { defineCode } from '../define-codes.ts';

/** Codes of `clusterseed import`. */
export const importCodes = {
  'import/store-exists': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} is there already, and no import changes it`,
    hint: () => 'import into a profile that was never built, or name another file: --secrets FILE',
    doc: 'A secrets file is never overwritten by an import.',
  }),
  'import/no-ca': defineCode<{ ca: string }>({
    severity: 'error',
    message: ({ ca }) => `the directory holds no certificate of the CA ${ca}`,
    hint: () =>
      'it is a self-signed certificate with CA:TRUE: ca.crt, etcd/ca.crt, front-proxy-ca.crt in kubeadm’s pki/; one alone serves for the cluster and etcd',
    doc: 'Nothing can be issued for a running cluster without the CA that it trusts.',
  }),
  'import/no-ca-key': defineCode<{ ca: string; file: string }>({
    severity: 'error',
    message: ({ ca, file }) => `the key of the CA ${ca} (${file}) is not in the directory`,
    hint: () => 'put it there, in PEM without a passphrase',
    doc: 'A CA was found without its private key, so that nothing could be issued from it.',
  }),
  'import/ambiguous-ca': defineCode<{ ca: string; files: readonly string[] }>({
    severity: 'error',
    message: ({ ca, files }) => `several CAs could be that of ${ca}: ${files.join(', ')}`,
    hint: () =>
      'leave only the right one, or give them kubeadm’s names: ca.crt, etcd/ca.crt, front-proxy-ca.crt',
    doc: 'Several different CAs were found and their names do not tell which is which.',
  }),
};
