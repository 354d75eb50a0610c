import { expect, it } from 'vitest';
import { buildKubeconfig } from '../../../src/pki/kubeconfig.ts';

const base = { cluster: 'icc', host: '127.0.0.1', port: 6443, userName: 'admin' };

it('carries the CA and the identity inside', () => {
  const user = { certificate: 'CERT\n', key: 'KEY\n' };
  expect(buildKubeconfig({ ...base, ca: { pem: 'CA\n' }, user })).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'icc',
        cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0EK' },
      },
    ],
    users: [
      {
        name: 'admin',
        user: { 'client-certificate-data': 'Q0VSVAo=', 'client-key-data': 'S0VZCg==' },
      },
    ],
    contexts: [{ name: 'admin@icc', context: { cluster: 'icc', user: 'admin' } }],
    'current-context': 'admin@icc',
  });
});

it.each([
  [{ token: 'abc' }, { token: 'abc' }],
  [{ tokenFile: '/t' }, { tokenFile: '/t' }],
  [
    { certificateFile: '/c', keyFile: '/k' },
    { 'client-certificate': '/c', 'client-key': '/k' },
  ],
])('names %o', (user, expected) => {
  const kubeconfig = buildKubeconfig({ ...base, host: 'fd00::1', ca: { file: '/ca.crt' }, user });
  expect(kubeconfig.users[0].user).toEqual(expected);
  expect(kubeconfig.clusters[0].cluster).toEqual({
    server: 'https://[fd00::1]:6443',
    'certificate-authority': '/ca.crt',
  });
});
