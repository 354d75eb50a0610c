import { defineCode } from '../define-codes.ts';

export interface TwiceArgs {
  readonly value: string;
  /** The machine that has it already. */
  readonly first: string;
}

/** Findings about the set of machines and their roles. */
export const machinesCodes = {
  'profile/duplicate-name': defineCode<{ name: string; first: number }>({
    severity: 'error',
    message: ({ name, first }) => `the name “${name}” is taken by machine number ${first}`,
    hint: () => 'give every machine a name of its own',
    doc: 'Two machines have the same name.',
  }),
  'profile/duplicate-address': defineCode<TwiceArgs>({
    severity: 'error',
    message: ({ value, first }) => `the address ${value} is taken by ${first}`,
    hint: () => 'give every machine an address of its own',
    doc: 'Two machines, or a machine and a gateway or service that must be apart from it, have the same address.',
  }),
  'profile/duplicate-mac': defineCode<TwiceArgs>({
    severity: 'error',
    message: ({ value, first }) => `the MAC address ${value} is taken by ${first}`,
    hint: () => 'give the MAC address that the machine’s own interface has',
    doc: 'Two machines have the same MAC address.',
  }),
  'profile/duplicate-hardware-id': defineCode<TwiceArgs & { readonly key: 'uuid' | 'serial' }>({
    severity: 'error',
    message: ({ key, value, first }) => `the ${key} ${value} is taken by ${first}`,
    hint: ({ key }) => `give the ${key} that the machine’s own firmware tells`,
    doc: 'Two machines have the same UUID or serial number.',
  }),
  'profile/reserved-name': defineCode<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `a machine cannot be called “${name}”`,
    hint: ({ name }) => `choose another name, such as ${name}-1`,
    doc: 'A machine has a name that means something else: localhost, kubernetes, or a word that clusterseed uses for clients without a machine (person, pods).',
  }),
  'profile/duplicate-role': defineCode<{ role: string }>({
    severity: 'error',
    message: ({ role }) => `the role ${role} is given twice`,
    hint: () => 'name every role once',
    doc: 'A machine names a role twice.',
  }),
  'profile/no-etcd': defineCode({
    severity: 'error',
    message: () => 'no machine has the role etcd',
    hint: () => 'give the role etcd to one, three or five machines; controllers may have it too',
    doc: 'The cluster has no etcd member, so the API server has no store.',
  }),
  'profile/no-controller': defineCode({
    severity: 'error',
    message: () => 'no machine has the role controller',
    hint: () => 'give the role controller to at least one machine',
    doc: 'The cluster has no API server.',
  }),
  'profile/no-worker': defineCode<{ controllers: number }>({
    severity: 'warning',
    message: () =>
      'no machine has the role worker, so no pods but those of the cluster itself will run',
    hint: () => 'add workers, or give controllers the role worker as well',
    doc: 'Several controllers and not one worker. (A single controller without workers is taken for a test cluster.)',
  }),
  'profile/even-etcd': defineCode<{ members: number }>({
    severity: 'warning',
    message: ({ members }) =>
      `${members} etcd members survive the loss of no more than ${members - 1} would`,
    hint: ({ members }) => `use ${members - 1} or ${members + 1} members`,
    doc: 'An even number of etcd members costs a machine and gains no safety: a majority is needed.',
  }),
  'profile/many-etcd': defineCode<{ members: number }>({
    severity: 'warning',
    message: ({ members }) => `${members} etcd members make every write slow`,
    hint: () => 'use five, or seven at the most',
    doc: 'More than seven etcd members: every write waits for a majority of them.',
  }),
  'profile/port-clash': defineCode<{ port: number; first: string; second: string }>({
    severity: 'error',
    message: ({ port, first, second }) =>
      `${first} and ${second} would both listen on port ${port} of this machine`,
    hint: () =>
      'choose another port for the endpoint or kubernetes.apiServer.port, or part the roles',
    doc: 'Two programs on one machine would listen on the same port, for example HAProxy and the API server.',
  }),
  'profile/shared-host': defineCode<{ role: string; host: string; machines: number }>({
    severity: 'warning',
    message: ({ role, host, machines }) =>
      `all ${machines} machines with the role ${role} run on the host “${host}”`,
    hint: () => 'spread them over hosts: the loss of this one stops the cluster',
    doc: 'All controllers, or all etcd members, are said to run on one hypervisor host.',
  }),
};
