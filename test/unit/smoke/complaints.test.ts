import { expect, test } from 'vitest';
import { pickComplaints } from '../../../src/smoke/checks/complaints.ts';

const refused = (port: number) =>
  `"msg":"rejected connection","remote-addr":"10.240.0.10:${port}","error":"remote error: tls: bad certificate"`;
const stale = (second: number) =>
  `W1123 13:00:0${second} "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate is valid for 10.240.0.99, 127.0.0.1, not 10.240.0.10"`;

test('the line that names the cause is kept once, however often it came', () => {
  const lines = [1, 2, 3].flatMap((second) => [
    { source: 'etcd.service', text: refused(40_000 + second) },
    { source: 'kube-apiserver', text: stale(second) },
  ]);
  expect(pickComplaints(lines)).toEqual([{ source: 'kube-apiserver', text: stale(3) }]);
});

test('a missing file is named, with the unit that missed it', () => {
  const text = 'open /etc/etcd/pki/peer.crt: no such file or directory';
  const lines = [
    { source: 'etcd.service', text: 'starting etcd' },
    { source: 'etcd.service', text },
    { source: 'kubelet.service', text: 'Started kubelet' },
  ];
  expect(pickComplaints(lines)).toEqual([{ source: 'etcd.service', text }]);
});

test('the last three causes of each source', () => {
  const text = (name: string) => `open ${name}: permission denied`;
  const lines = ['a', 'b', 'c', 'd'].map((name) => ({ source: 'x', text: text(`/${name}!`) }));
  expect(pickComplaints(lines).map((each) => each.text)).toEqual([
    text('/b!'),
    text('/c!'),
    text('/d!'),
  ]);
});
