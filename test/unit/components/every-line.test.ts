import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { assembleMachine } from '../../../src/compile.ts';
import { checkValue } from '../../../src/components/check-fields.ts';
import { type FlagRow, flagRow, type Program } from '../../../src/components/flags/flag-table.ts';
import { kindType } from '../../../src/components/tables/kinds.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { defaultEtcdVersion } from '../../../src/plan/versions.ts';
import { currentMinors } from '../../../src/profile/schema/names.ts';
import { type ClusterFixture, iccFixture, nodeNamed } from '../../fixtures/cluster.ts';
import { execArguments, flagFaults, parseFlags } from '../../fixtures/flags.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

/** One machine with every role, so that it has every file. */
const small = `machines:
  - { name: one, roles: [etcd, controller, worker, frontend], address: 10.240.0.10/24 }
`;

async function compiled(minor: string): Promise<{ fixture: ClusterFixture; machine: Machine }> {
  const fixture = await iccFixture((text) =>
    text.replace(/^machines:\n.*/ms, small).replace(/^( +version:) \S+$/m, `$1 ${minor}.0`),
  );
  const diagnostics = createCollector();
  const { cluster, secrets } = fixture;
  const machine = assembleMachine(cluster, nodeNamed(cluster, 'one'), secrets, diagnostics);
  return { fixture, machine };
}

function commandsOf(machine: Machine): [Program, string[]][] {
  const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
  const ofPods = pods.map((name): [Program, string[]] => {
    const path = `/etc/kubernetes/manifests/${name}.yaml`;
    const text = String(machine.files.find((file) => file.path === path)?.content);
    return [name, parseStaticPod(text).spec.containers[0].command.slice(1)];
  });
  const ofUnits = (['etcd', 'kubelet'] as const).map((name): [Program, string[]] => {
    const unit = machine.units.find((candidate) => candidate.name === `${name}.service`);
    return [name, execArguments(unit?.content ?? '').slice(1)];
  });
  return [...ofPods, ...ofUnits];
}

interface Document {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Every YAML document of the machine, and of its ConfigMaps, that is a configuration of the version. */
function configurations(machine: Machine, version: string) {
  const texts = machine.files
    .filter(({ path }) => path.endsWith('.yaml') && !path.includes('first-boot'))
    .flatMap(({ content }) => loadAll(String(content)) as Document[]);
  const nested = texts.flatMap((document) =>
    Object.values(document?.kind === 'ConfigMap' ? (document.data ?? {}) : {})
      .filter((text) => text.startsWith('apiVersion:'))
      .map((text) => load(text) as Document),
  );
  return [...texts, ...nested].flatMap((document) => {
    const { apiVersion = '', kind = '' } = document ?? {};
    const type = kindType(version, apiVersion, kind);
    return type === undefined ? [] : [{ kind, type, document }];
  });
}

/** What a new line of Kubernetes makes somebody decide: these fail until it is decided. */
describe.each(currentMinors)('Kubernetes %s', (minor) => {
  const version = `${minor}.0`;

  test('has every flag that we give, none of them deprecated', async () => {
    const { machine } = await compiled(minor);
    const faults = commandsOf(machine).flatMap(([program, args]) =>
      flagFaults(program, args, program === 'etcd' ? defaultEtcdVersion(version) : version).map(
        (fault) => `${program} ${fault}`,
      ),
    );
    expect(faults).toEqual([]);
  });

  test('has every field that we write, with a value of its type', async () => {
    const { machine } = await compiled(minor);
    const found = configurations(machine, version);
    expect([...new Set(found.map(({ kind }) => kind))].sort()).toEqual([
      'AuthenticationConfiguration',
      'EncryptionConfiguration',
      'KubeProxyConfiguration',
      'KubeSchedulerConfiguration',
      'KubeletConfiguration',
      'Policy',
    ]);
    const diagnostics = createCollector();
    for (const { kind, type, document } of found) {
      checkValue({ version, kind, diagnostics }, type, document, [kind]);
    }
    expect(diagnostics.all.map(({ message }) => message)).toEqual([]);
  });
});

/** Flags that extraArgs may not change and whose default a line has changed: we give each of them a value. */
test('it is decided what to do about changed defaults of flags that we give', async () => {
  const { machine } = await compiled('1.36');
  const changed = commandsOf(machine).flatMap(([program, args]) =>
    [...parseFlags(args).keys()].flatMap((flag) =>
      program !== 'etcd' && changedSince133(flagRow(program, flag)) ? [`${program} --${flag}`] : [],
    ),
  );
  expect(changed).toEqual([
    'kube-apiserver --audit-log-maxage',
    'kube-apiserver --audit-log-maxbackup',
    'kube-apiserver --audit-log-maxsize',
  ]);
});

function changedSince133(row: FlagRow | undefined): boolean {
  return row?.was?.some(({ until, default: old }) => until !== '1.7' && old !== undefined) ?? false;
}
