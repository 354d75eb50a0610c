import type { Origin } from '../machine/model.ts';
import { flagOf, type Process } from '../machine/process.ts';
import { etcdClientPort, etcdPeerPort } from '../plan/links/etcd.ts';
import { textAt } from '../text/tree.ts';
import { kubeletConfig } from './configs.ts';
import type { World } from './world.ts';

/** One program’s side of the links that lead to it: what it shows and whom it lets in. */
export interface ServerEnd {
  readonly component: string;
  readonly port?: number;
  readonly process: Process;
  /** Paths as the process sees them. */
  readonly certificate?: string;
  readonly key?: string;
  readonly clientCa?: string;
  /** Why it would let clients in without a certificate. */
  readonly open?: string;
  readonly from: Origin;
}

/** Every program of the node that serves TLS to others, by its own flags and files. */
export function listServerEnds(world: World): ServerEnd[] {
  return world.processes.flatMap((process) => {
    switch (process.program) {
      case 'kube-apiserver':
        return [toEnd(process, ['tls-cert-file', 'tls-private-key-file', 'client-ca-file'])];
      case 'etcd':
        return etcdEnds(process);
      case 'kubelet':
        return [kubeletEnd(world, process)];
      default:
        return [];
    }
  });
}

type Flags = readonly [certificate: string, key: string, clientCa: string];

function toEnd(process: Process, [certificate, key, clientCa]: Flags): ServerEnd {
  return {
    component: process.program,
    process,
    from: process.from,
    ...given(flagOf(process, certificate), flagOf(process, key), flagOf(process, clientCa)),
  };
}

function given(certificate?: string, key?: string, clientCa?: string) {
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(clientCa === undefined ? {} : { clientCa }),
  };
}

function etcdEnds(process: Process): ServerEnd[] {
  const open = (flag: string) =>
    flagOf(process, flag) === 'true' ? {} : { open: `--${flag} is not true` };
  return [
    {
      ...toEnd(process, ['cert-file', 'key-file', 'trusted-ca-file']),
      ...open('client-cert-auth'),
      port: etcdClientPort,
    },
    {
      ...toEnd(process, ['peer-cert-file', 'peer-key-file', 'peer-trusted-ca-file']),
      ...open('peer-client-cert-auth'),
      port: etcdPeerPort,
    },
  ];
}

function kubeletEnd(world: World, process: Process): ServerEnd {
  const { document, file } = kubeletConfig(world, process);
  const [certificate, key, clientCa] = [
    textAt(document, 'tlsCertFile') ?? flagOf(process, 'tls-cert-file'),
    textAt(document, 'tlsPrivateKeyFile') ?? flagOf(process, 'tls-private-key-file'),
    textAt(document, 'authentication', 'x509', 'clientCAFile') ?? flagOf(process, 'client-ca-file'),
  ];
  return {
    component: 'kubelet',
    process,
    from: file?.from ?? process.from,
    ...given(certificate, key, clientCa),
  };
}
