import type { Origin } from '../machine/model.ts';
import { flagList, flagOf, type Process } from '../machine/process.ts';
import { isAddress, normalizeAddress, splitHostPort } from '../net/address.ts';
import { has, healthOf, type ProbedProgram } from '../plan/versions.ts';
import { numberAt, textAt } from '../text/tree.ts';
import { blameField, blameFlag } from './blame.ts';
import { haproxyLines } from './config-references.ts';
import { configOf, kubeletConfig } from './configs.ts';
import type { World } from './world.ts';

/** A port that a program of the node listens on. */
export interface Listener {
  /** `kube-apiserver`, `etcd`, `haproxy`, or the name of a pod. */
  readonly component: string;
  /** How messages name it: `kube-apiserver`, `etcd (peers)`. */
  readonly name: string;
  /** `*` for every address. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly from: Origin;
}

type Listening = Omit<Listener, 'component' | 'from' | 'protocol'> & { readonly from?: Origin };

/** What each program listens on, by its flags and configuration, else its defaults. */
const readers: Readonly<Record<string, (world: World, process: Process) => Listening[]>> = {
  'kube-apiserver': (world, process) => [
    secure(world, process, 6443),
    ...(has(world.cluster.version, 'secure controller ports')
      ? []
      : [insecure(world, process, 'insecure-port', '127.0.0.1', 8080)]),
  ],
  'kube-controller-manager': controllerListeners,
  'kube-scheduler': controllerListeners,
  kubelet: kubeletListeners,
  etcd: etcdListeners,
  haproxy: haproxyListeners,
};

/** Every port that the programs of the node listen on, as far as their bytes tell. */
export function listListeners(world: World): Listener[] {
  return world.processes.flatMap((process) =>
    (readers[process.program]?.(world, process) ?? [])
      .filter(({ port }) => port > 0)
      .map(({ from = process.from, ...rest }) => ({
        ...rest,
        component: process.program,
        protocol: 'tcp' as const,
        from,
      })),
  );
}

function secure(world: World, process: Process, fallback: number): Listening {
  const name = process.program;
  const port = Number(flagOf(process, 'secure-port') ?? fallback);
  const from = blameFlag(world, process, 'secure-port');
  return { name, address: anyAddress(flagOf(process, 'bind-address') ?? '*'), port, from };
}

/** Since 1.13 by TLS; before, in the open. */
function controllerListeners(world: World, process: Process): Listening[] {
  const { scheme, port } = healthOf(world.cluster.version, process.program as ProbedProgram);
  return scheme === 'HTTPS'
    ? [secure(world, process, port)]
    : [insecure(world, process, 'port', '*', port)];
}

function insecure(
  world: World,
  process: Process,
  flag: string,
  address: string,
  fallback: number,
): Listening {
  const given = flagOf(process, 'insecure-bind-address') ?? flagOf(process, 'address') ?? address;
  return {
    name: `${process.program} (insecure)`,
    address: anyAddress(given),
    port: Number(flagOf(process, flag) ?? fallback),
    from: blameFlag(world, process, flag),
  };
}

function kubeletListeners(world: World, process: Process): Listening[] {
  const found = kubeletConfig(world, process);
  const at = (key: string) =>
    found.file === undefined ? process.from : blameField(world, found.file, key);
  const port = (field: string, flag: string, fallback: number) =>
    numberAt(found.document, field) ?? Number(flagOf(process, flag) ?? fallback);
  const address = anyAddress(textAt(found.document, 'address') ?? '*');
  const health = anyAddress(textAt(found.document, 'healthzBindAddress') ?? '127.0.0.1');
  return [
    { name: 'kubelet', address, port: port('port', 'port', 10_250), from: at('port') },
    {
      name: 'kubelet (health)',
      address: health,
      port: port('healthzPort', 'healthz-port', 10_248),
      from: at('healthzPort'),
    },
    {
      name: 'kubelet (read-only)',
      address,
      port: port('readOnlyPort', 'read-only-port', 0),
      from: at('readOnlyPort'),
    },
  ];
}

const etcdFlags = {
  'listen-client-urls': 'etcd (clients)',
  'listen-peer-urls': 'etcd (peers)',
  'listen-metrics-urls': 'etcd (metrics)',
} as const;

function etcdListeners(world: World, process: Process): Listening[] {
  return Object.entries(etcdFlags).flatMap(([flag, name]) =>
    flagList(process, flag).map((url) => ({
      ...hostPortOf(url),
      name,
      from: blameFlag(world, process, flag),
    })),
  );
}

function haproxyListeners(world: World, process: Process): Listening[] {
  const lines = haproxyLines(configOf(world, process, 'f')?.text ?? '');
  return lines
    .filter(([keyword]) => keyword === 'bind')
    .flatMap(([, where = '']) => {
      if (where.startsWith('/')) return [];
      const { host, port } = splitHostPort(where);
      return [{ name: 'HAProxy', address: anyAddress(host || '*'), port }];
    });
}

/** Host and port of a URL, with the port of its scheme when it names none. */
export function hostPortOf(url: string): { readonly address: string; readonly port: number } {
  const place = url.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
  const hasPort = /^(\[[^\]]*\]|[^:]*):\d+$/.test(place);
  const standard = url.startsWith('http://') ? 80 : 443;
  const { host, port } = splitHostPort(hasPort ? place : `${place}:${standard}`);
  return {
    address: anyAddress(host.includes(':') && isAddress(host) ? normalizeAddress(host) : host),
    port,
  };
}

function anyAddress(address: string): string {
  return ['0.0.0.0', '::', '[::]', '*', ':', '::0'].includes(address) ? '*' : address;
}
