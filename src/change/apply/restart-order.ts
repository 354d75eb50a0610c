import type { Machine, MachineUnit } from '../../machine/model.ts';
import { podAt } from '../../machine/places.ts';

/** Units of the operating system that our files are for; they come first. */
const foreign = [
  'systemd-modules-load.service',
  'systemd-sysctl.service',
  'systemd-timesyncd.service',
  'chronyd.service',
];

/** The control plane in the order in which its parts depend on each other. */
const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/**
 * The order in which an apply bundle restarts things, a line each: how, and what. Units come after those that their
 * After= names and before those that their Before= names; static pods after the kubelet; our one-shots that only need
 * the kubelet come last and are not waited for.
 */
export function restartOrder({ units, files }: Pick<Machine, 'units' | 'files'>): string[] {
  const sorted = sortUnits(units);
  const last = sorted.filter(({ name }) => isLast(name, units));
  const named = files
    .flatMap(({ path }) => podAt(path) ?? [])
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return [
    ...foreign
      .filter((name) => !units.some((unit) => unit.name === name))
      .map((name) => `if-running ${name}`),
    ...sorted
      .filter((unit) => !last.includes(unit))
      .map(({ name, enabled }) => `${enabled === true ? 'restart' : 'if-running'} ${name}`),
    ...named.map((name) => `pod pod:${name}`),
    ...last.map(({ name }) => `begin ${name}`),
  ];
}

function place(pod: string): number {
  const index = pods.indexOf(pod);
  return index < 0 ? pods.length : index;
}

/** Whether it is a script of ours that nothing waits for. */
function isLast(name: string, units: readonly MachineUnit[]): boolean {
  if (!name.startsWith('clusterseed-')) return false;
  const own = units.find((unit) => unit.name === name);
  const before = own === undefined ? [] : namesIn(own, 'Before');
  const isWaitedFor = units.some(
    (unit) => !unit.name.startsWith('clusterseed-') && namesIn(unit, 'After').includes(name),
  );
  return !isWaitedFor && !before.some((other) => units.some((unit) => unit.name === other));
}

/** Depth first, by name, so that equal machines have equal orders; a circle is cut where it closes. */
function sortUnits(units: readonly MachineUnit[]): MachineUnit[] {
  const byName = units.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = new Set<MachineUnit>();
  const open = new Set<MachineUnit>();
  const visit = (unit: MachineUnit) => {
    if (sorted.has(unit) || open.has(unit)) return;
    open.add(unit);
    const after = namesIn(unit, 'After');
    for (const other of byName) {
      if (after.includes(other.name) || namesIn(other, 'Before').includes(unit.name)) visit(other);
    }
    sorted.add(unit);
  };
  for (const unit of byName) visit(unit);
  return [...sorted];
}

function namesIn({ content = '', dropIns }: MachineUnit, key: 'After' | 'Before'): string[] {
  const text = [content, ...dropIns.map((dropIn) => dropIn.content)].join('\n');
  const lines = text.split('\n').filter((line) => line.startsWith(`${key}=`));
  return lines.flatMap((line) => line.slice(key.length + 1).split(' '));
}
