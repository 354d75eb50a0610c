import { describe, expect, test } from 'vitest';
import { etcd } from '../../../src/components/etcd.ts';
import type { Program } from '../../../src/components/flags/flag-table.ts';
import { kubeApiserver } from '../../../src/components/kube-apiserver.ts';
import { kubeControllerManager } from '../../../src/components/kube-controller-manager.ts';
import { kubeScheduler } from '../../../src/components/kube-scheduler.ts';
import { kubelet } from '../../../src/components/kubelet.ts';
import type { MachinePart } from '../../../src/machine/model.ts';
import { clusterFixture, contributionOf, fileText, icc17Profile } from '../../fixtures/cluster.ts';
import { execArguments, flagFaults, parseFlags } from '../../fixtures/flags.ts';
import { addedFlags, type GuideFlag, guideFlags } from '../../fixtures/icc-guide.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

const fixture = await clusterFixture(icc17Profile());
const { version } = fixture.cluster;

const controller = 'icc-ctrl-1';
const commands: Readonly<Record<keyof typeof guideFlags, readonly [Program, string[]]>> = {
  'kube-apiserver': ['kube-apiserver', ofPod('kube-apiserver', kubeApiserver)],
  'kube-controller-manager': [
    'kube-controller-manager',
    ofPod('kube-controller-manager', kubeControllerManager),
  ],
  'kube-scheduler': ['kube-scheduler', ofPod('kube-scheduler', kubeScheduler)],
  kubelet: ['kubelet', ofUnit('kubelet', contributionOf(kubelet, fixture, controller))],
  'kubelet of a worker': [
    'kubelet',
    ofUnit('kubelet', contributionOf(kubelet, fixture, 'icc-worker-1')),
  ],
  etcd: ['etcd', ofUnit('etcd', contributionOf(etcd, fixture, 'icc-etcd-1'))],
};

function ofPod(name: string, component: typeof kubeApiserver): string[] {
  const part = contributionOf(component, fixture, controller);
  const pod = parseStaticPod(fileText(part, `/etc/kubernetes/manifests/${name}.yaml`));
  const [program, command, ...args] = pod.spec.containers[0].command;
  expect([program, command]).toEqual(['/hyperkube', name.replace('kube-', '')]);
  return args;
}

function ofUnit(name: string, { units = [] }: MachinePart): string[] {
  const unit = units.find((candidate) => candidate.name === `${name}.service`);
  return execArguments(unit?.content ?? '').slice(1);
}

describe.each(Object.entries(commands))('%s and the guide', (name, [program, args]) => {
  const ours = parseFlags(args);
  const guide: readonly GuideFlag[] = guideFlags[name as keyof typeof guideFlags];
  const added = addedFlags[name as keyof typeof guideFlags];

  test.each(guide)('--%s=%s', (flag, value, verdict) => {
    const own = ours.get(flag)?.join(',');
    if (verdict === 'same') expect(own).toBe(value);
    else {
      expect(own).not.toBe(value);
      expect(verdict.because).toMatch(/^[A-Z0-9].*\.$|^etcd .*\.$|^30m .*\.$/);
    }
  });

  test('every flag that the guide does not have is explained', () => {
    if (name === 'kubelet of a worker' || name === 'etcd') return;
    const known = new Set<string>(guide.map(([flag]) => flag));
    const unexplained = [...ours.keys()].filter((flag) => !known.has(flag)).sort();
    expect(unexplained).toEqual(Object.keys(added).sort());
  });

  test('every flag is one of the version, with a value of its type', () => {
    const of = program === 'etcd' ? fixture.cluster.etcdVersion : version;
    expect(flagFaults(program, args, of)).toEqual([]);
  });
});

test('a worker’s kubelet differs from a controller’s by its name, its taint and how it joins', () => {
  const flags = (name: 'kubelet' | 'kubelet of a worker') => [...parseFlags(commands[name][1])];
  const other = new Map(flags('kubelet of a worker').map(([flag, value]) => [flag, `${value}`]));
  const differing = flags('kubelet').filter(([flag, value]) => other.get(flag) !== `${value}`);
  expect(differing.map(([flag]) => flag)).toEqual(['node-ip', 'register-with-taints']);
  const more = [...other.keys()].filter((flag) => !parseFlags(commands.kubelet[1]).has(flag));
  expect(more).toEqual(['bootstrap-kubeconfig']);
});
