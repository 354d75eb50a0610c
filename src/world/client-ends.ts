import type { Origin } from '../machine/model.ts';
import { flagList, flagOf, type Process } from '../machine/process.ts';
import { etcdClientPort, etcdPeerPort } from '../plan/links/etcd.ts';
import { haproxyLines } from './config-references.ts';
import { configOf, fileOf, kubeconfigFacts } from './configs.ts';
import { hostPortOf } from './listeners.ts';
import type { Reference } from './reference.ts';
import type { World } from './world.ts';

/** Where a program dials, as its URL or server line says it. */
export interface Target {
  readonly text: string;
  readonly host: string;
  readonly port: number;
}

/** One program’s side of its links to one server: where it dials, whom it trusts, what it shows. */
export interface ClientEnd {
  /** The components of the links that it is an end of, and the port when there are several kinds. */
  readonly component: string;
  readonly server: string;
  readonly port?: number;
  readonly process: Process;
  /** Undefined when the program learns its targets at run time. */
  readonly targets?: readonly Target[];
  /** Whether it dials every target of its links, not one of them. */
  readonly dialsAll: boolean;
  /** Paths as the process sees them. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly toRoot: boolean;
  readonly from: Origin;
}

/** Every program of the node that dials another one, by its own flags and files. */
export function listClientEnds(world: World, references: readonly Reference[]): ClientEnd[] {
  return [
    ...world.processes.flatMap((process) => {
      switch (process.program) {
        case 'kube-apiserver':
          return apiServerEnds(process);
        case 'etcd':
          return etcdEnds(process);
        case 'etcdctl':
          return [etcdctlEnd(process)];
        case 'haproxy':
          return haproxyEnds(world, process);
        default:
          return [];
      }
    }),
    ...kubeconfigEnds(world, references),
  ];
}

/** The paths of an end, those that flags or files do not give left out. */
function paths(ca?: string, certificate?: string, key?: string) {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

function toTarget(url: string): Target {
  const { address, port } = hostPortOf(url);
  return { text: url, host: address, port };
}

function apiServerEnds(process: Process): ClientEnd[] {
  const flag = (name: string) => flagOf(process, name);
  const shared = { component: 'kube-apiserver', process, from: process.from, toRoot: false };
  return [
    {
      ...shared,
      server: 'etcd',
      dialsAll: true,
      targets: flagList(process, 'etcd-servers').map(toTarget),
      ...paths(flag('etcd-cafile'), flag('etcd-certfile'), flag('etcd-keyfile')),
    },
    {
      ...shared,
      server: 'kubelet',
      dialsAll: false,
      ...paths(
        flag('kubelet-certificate-authority'),
        flag('kubelet-client-certificate'),
        flag('kubelet-client-key'),
      ),
    },
    {
      ...shared,
      server: 'extension-apiserver',
      dialsAll: false,
      ...paths(undefined, flag('proxy-client-cert-file'), flag('proxy-client-key-file')),
    },
  ];
}

function etcdEnds(process: Process): ClientEnd[] {
  const flag = (name: string) => flagOf(process, name);
  const shared = { component: 'etcd', server: 'etcd', process, from: process.from, toRoot: false };
  const members = flagList(process, 'initial-cluster').map((text) => text.replace(/^[^=]*=/, ''));
  return [
    {
      ...shared,
      port: etcdPeerPort,
      dialsAll: true,
      targets: members.map(toTarget),
      ...paths(flag('peer-trusted-ca-file'), flag('peer-cert-file'), flag('peer-key-file')),
    },
    {
      ...shared,
      port: etcdClientPort,
      dialsAll: false,
      ...paths(flag('trusted-ca-file'), flag('cert-file'), flag('key-file')),
    },
  ];
}

function etcdctlEnd(process: Process): ClientEnd {
  const flag = (name: string) => flagOf(process, name);
  return {
    component: 'etcdctl',
    server: 'etcd',
    process,
    from: process.from,
    toRoot: false,
    dialsAll: false,
    targets: flagList(process, 'endpoints').map(toTarget),
    ...paths(flag('cacert'), flag('cert'), flag('key')),
  };
}

function haproxyEnds(world: World, process: Process): ClientEnd[] {
  const file = configOf(world, process, 'f');
  const servers = haproxyLines(file?.text ?? '').filter(([keyword]) => keyword === 'server');
  if (file === undefined || servers.length === 0) return [];
  const [first = []] = servers;
  const ca = first[first.indexOf('ca-file') + 1];
  return [
    {
      component: 'haproxy',
      server: 'kube-apiserver',
      process,
      from: file.from,
      toRoot: true,
      dialsAll: true,
      targets: servers.map(([, , where = '']) => toTarget(where)),
      ...paths(first.includes('ca-file') ? ca : undefined),
    },
  ];
}

/** Scripts of ours dial as the addons do. */
const components: Readonly<Record<string, string>> = { sh: 'addons' };

function kubeconfigEnds(world: World, references: readonly Reference[]): ClientEnd[] {
  const seen = new Set<string>();
  return references.flatMap(({ path, process, by }) => {
    const component = components[process.program] ?? process.program;
    const key = `${component} ${path}`;
    if (seen.has(key) || !/\.conf$/.test(path)) return [];
    seen.add(key);
    const file = fileOf(world, process, path);
    if (file === undefined || !/^kind: Config$/m.test(file.text)) return [];
    const { server, ca, certificate, key: keyPath } = kubeconfigFacts(file);
    const isWebhook = by === '--authentication-token-webhook-config-file';
    return [
      {
        component,
        server: isWebhook ? 'authentication-webhook' : 'kube-apiserver',
        process,
        from: file.from,
        toRoot: false,
        dialsAll: false,
        targets: [toTarget(server)],
        ...paths(ca, certificate, keyPath),
      },
    ];
  });
}
