import { defineCode } from '../define-codes.ts';

export interface Named {
  who: string;
  by: string;
  path: string;
}

/** Codes of the closed-world check: what the parts of one node, and of the plan, say of each other. */
export const worldCodes = {
  'machine/missing-path': defineCode<Named>({
    severity: 'error',
    message: ({ who, by, path }) => `${who} names ${path} (${by}), and nothing puts it there`,
    hint: () => 'add the file or directory, or name one that is there',
    doc: 'A flag, a configuration file or a unit names a path that no file, directory, download, package or running program of the node brings.',
  }),
  'machine/not-mounted': defineCode<Named>({
    severity: 'error',
    message: ({ who, by, path }) =>
      `${who} names ${path} (${by}), which lies under none of its mounts`,
    hint: () => 'its container sees only what it mounts: leave the setting out',
    doc: 'A program in a container names a path that it does not see, because none of its mounts holds it.',
  }),
  'machine/read-only-mount': defineCode<Named>({
    severity: 'error',
    message: ({ who, by, path }) => `${who} writes ${path} (${by}), which it mounts read-only`,
    doc: 'A program in a container writes below a mount that is read-only.',
  }),
  'machine/wrong-kind': defineCode<Named & { is: string; wanted: string }>({
    severity: 'error',
    message: ({ who, by, path, is, wanted }) =>
      `${who} names ${path} (${by}) as ${wanted}, and it is ${is}`,
    doc: 'A program names a directory where it wants a file, or a file where it wants a directory.',
  }),
  'machine/no-access': defineCode<Named & { why: string }>({
    severity: 'error',
    message: ({ who, by, path, why }) => `${who} cannot use ${path} (${by}): ${why}`,
    hint: () => 'change the owner or the mode of what stops it',
    doc: 'A program may not read or write a path that it names, or not search a directory above it.',
  }),
  'machine/wrong-mount': defineCode<{ manifest: string; path: string; why: string }>({
    severity: 'error',
    message: ({ manifest, path, why }) => `${manifest}: ${path}: ${why}`,
    doc: 'A static pod mounts a path as another kind of thing than it is, or a volume that it does not have.',
  }),
  'machine/unknown-flag': defineCode<{
    who: string;
    flag: string;
    version: string;
    nearest?: string;
  }>({
    severity: 'error',
    message: ({ who, flag, version }) =>
      `${who} is given --${flag}, which ${version} does not have`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `--${nearest} is meant?`),
    doc: 'A program is started with a flag that its version does not have, on which it exits.',
  }),
  'machine/port-taken': defineCode<{ port: number; first: string; second: string }>({
    severity: 'error',
    message: ({ port, first, second }) => `${first} and ${second} both listen on port ${port}`,
    hint: () => 'give one of them another port',
    doc: 'Two programs of one node listen on the same port of the same address.',
  }),
  'machine/port-silent': defineCode<{ server: string; port: number; host: string; client: string }>(
    {
      severity: 'error',
      message: ({ server, port, host, client }) =>
        `${client} dials ${server} at ${host} port ${port}, and nothing of it listens there`,
      doc: 'A link of the plan leads to a port of the node that its program does not listen on.',
    },
  ),
  'machine/wrong-probe': defineCode<{ pod: string; probe: string; why: string }>({
    severity: 'error',
    message: ({ pod, probe, why }) => `the ${probe} of ${pod} cannot pass: ${why}`,
    doc: 'A health check asks where nothing answers, by the wrong scheme, for a path that the program does not have, without what it must verify, or without the name that is demanded.',
  }),
  'machine/unit-cycle': defineCode<{ units: readonly string[] }>({
    severity: 'error',
    message: ({ units }) => `these units wait for each other: ${units.join(' after ')}`,
    hint: () => 'take an After= or Before= out, or set DefaultDependencies=no',
    doc: 'Units order each other in a ring; systemd would leave one of them out of the boot.',
  }),
  'machine/unit-not-started': defineCode<{ unit: string }>({
    severity: 'error',
    message: ({ unit }) => `${unit} is not enabled, and nothing starts it`,
    doc: 'A unit of clusterseed’s own is neither enabled nor wanted by a timer or another unit.',
  }),
  'machine/wrong-dial': defineCode<{ who: string; why: string }>({
    severity: 'error',
    message: ({ who, why }) => `${who} does not keep to the links of the plan: ${why}`,
    doc: 'A program dials what no link of the plan leads to, leaves out what it should dial, or does so without the CA or identity that the link has.',
  }),
  'machine/wrong-credential': defineCode<{ who: string; path: string; why: string }>({
    severity: 'error',
    message: ({ who, path, why }) => `${who} cannot do with ${path}: ${why}`,
    doc: 'A certificate, key, CA or token on the node is not the one that its link needs.',
  }),
  'machine/stray-secret': defineCode<{ path: string; secret: string; why: string }>({
    severity: 'error',
    message: ({ path, secret, why }) => `${path} holds ${secret}: ${why}`,
    doc: 'A secret lies on a node whose roles do not need it, or where others may read it.',
  }),
  'machine/not-supplied': defineCode<{ what: string; why: string }>({
    severity: 'error',
    message: ({ what, why }) => `${what}: ${why}`,
    doc: 'A download, package or image of the node is not in the lists of first boot, or not asked of the mirror.',
  }),
  'machine/firewall-closed': defineCode<{
    path: string;
    client: string;
    server: string;
    port: number;
  }>({
    severity: 'error',
    message: ({ path, client, server, port }) =>
      `${path} keeps ${client} from ${server} on port ${port}`,
    doc: 'The node’s firewall does not let a link of the plan pass.',
  }),
  'machine/firewall-open': defineCode<{ path: string }>({
    severity: 'error',
    message: ({ path }) => `${path} lets in what it does not name`,
    doc: 'The node’s firewall does not drop by default.',
  }),
};
