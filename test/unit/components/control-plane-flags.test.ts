import { expect, test } from 'vitest';
import { etcd } from '../../../src/components/etcd.ts';
import { fixedFlags } from '../../../src/components/flags/fixed-flags.ts';
import type { Program } from '../../../src/components/flags/flag-table.ts';
import { kubeApiserver } from '../../../src/components/kube-apiserver.ts';
import { kubeControllerManager } from '../../../src/components/kube-controller-manager.ts';
import { kubeScheduler } from '../../../src/components/kube-scheduler.ts';
import { kubelet } from '../../../src/components/kubelet.ts';
import type { MachinePart } from '../../../src/machine/model.ts';
import { nodesWithRole } from '../../../src/plan/cluster.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';
import { execArguments, flagFaults, parseFlags } from '../../fixtures/flags.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

const fixture = await iccFixture();
const controllers = nodesWithRole(fixture.cluster, 'controller').map(({ name }) => name);
const workers = nodesWithRole(fixture.cluster, 'worker').map(({ name }) => name);
const members = nodesWithRole(fixture.cluster, 'etcd').map(({ name }) => name);

const podPrograms = [
  ['kube-apiserver', kubeApiserver],
  ['kube-controller-manager', kubeControllerManager],
  ['kube-scheduler', kubeScheduler],
] as const;

const cases: [string, Program, string[]][] = [
  ...controllers.flatMap((name) =>
    podPrograms.map(([program, component]): [string, Program, string[]] => [
      name,
      program,
      podArguments(program, contributionOf(component, fixture, name)),
    ]),
  ),
  ...members.map((name): [string, Program, string[]] => [
    name,
    'etcd',
    unitArguments(contributionOf(etcd, fixture, name), 'etcd.service'),
  ]),
  ...[...controllers, ...workers].map((name): [string, Program, string[]] => [
    name,
    'kubelet',
    unitArguments(contributionOf(kubelet, fixture, name), 'kubelet.service'),
  ]),
];

function podArguments(program: string, part: MachinePart): string[] {
  const text = fileText(part, `/etc/kubernetes/manifests/${program}.yaml`);
  const [name, ...args] = parseStaticPod(text).spec.containers[0].command;
  expect(name).toBe(program);
  return args;
}

function unitArguments(part: MachinePart, name: string): string[] {
  const unit = part.units?.find((candidate) => candidate.name === name);
  return execArguments(unit?.content ?? '').slice(1);
}

test('all programs of all ICC nodes are looked at', () => {
  expect(cases).toHaveLength(3 * 3 + 5 + 6);
  expect(cases.every(([, , args]) => args.length > 2)).toBe(true);
});

test.each(cases)('%s: each flag of %s exists and has a value of its type', (_, program, args) => {
  expect(flagFaults(program, args, program === 'etcd' ? '3.6.8' : '1.36.3')).toEqual([]);
});

/** What clusterseed gives by default and a profile may replace. */
const replaceable: Readonly<Record<string, readonly string[]>> = {
  'kube-apiserver': [
    'allow-privileged',
    'goaway-chance',
    'kubelet-preferred-address-types',
    'profiling',
    'service-account-extend-token-expiration',
    'tls-cipher-suites',
    'tls-min-version',
  ],
  'kube-controller-manager': [
    'cluster-signing-duration',
    'controllers',
    'profiling',
    'terminated-pod-gc-threshold',
    'tls-cipher-suites',
    'tls-min-version',
  ],
  'kube-scheduler': ['tls-cipher-suites', 'tls-min-version'],
  etcd: ['feature-gates', 'tls-min-version', 'watch-progress-notify-interval'],
  kubelet: [],
};

test.each(cases)(
  '%s: what %s is given is either fixed or known to be replaceable',
  (_, program, args) => {
    const others = [...parseFlags(args).keys()].filter((flag) => !(flag in fixedFlags[program]));
    expect(others.sort()).toEqual(replaceable[program]);
  },
);

test('the same program has the same flags on every node, but for names and addresses', () => {
  const own = (program: Program) =>
    cases
      .filter(([, other]) => other === program)
      .map(([, , args]) =>
        args.filter((arg) => !/^--(advertise|name|listen|initial-adv)/.test(arg)),
      );
  for (const program of [
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'etcd',
  ] as const) {
    expect(new Set(own(program).map((args) => args.join(' '))).size).toBe(1);
  }
});
