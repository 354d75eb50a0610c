/** Where etcd finds its files; `server` and `peer` are without `.crt` and `.key`. */
export const etcdPaths = {
  ca: '/etc/etcd/pki/ca.crt',
  server: '/etc/etcd/pki/server',
  peer: '/etc/etcd/pki/peer',
  environment: '/etc/etcd/etcdctl.env',
} as const;
