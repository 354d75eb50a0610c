import { type UnitFacts, valuesOf, wordsOf } from '../machine/units.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { blameUnit } from './blame.ts';
import type { World } from './world.ts';

/** What comes after what by systemd’s own units (bootup(7), systemd.special(7)). */
const systemOrder: Readonly<Record<string, readonly string[]>> = {
  'sysinit.target': ['local-fs.target', 'swap.target', 'systemd-sysctl.service'],
  'systemd-sysctl.service': ['systemd-modules-load.service'],
  'basic.target': ['sysinit.target', 'sockets.target', 'paths.target', 'slices.target'],
  'network.target': ['network-pre.target'],
  'network-online.target': ['network.target'],
  'remote-fs.target': ['network-online.target'],
  'multi-user.target': ['basic.target', 'network.target'],
  'graphical.target': ['multi-user.target'],
  'time-sync.target': ['time-set.target'],
};

/** On Debian and Ubuntu cloud-init waits for the network and ends before sysinit.target (cloud-init.service). */
const withCloudInit: Readonly<Record<string, readonly string[]>> = {
  'sysinit.target': ['network-pre.target'],
};

/** Where units of a kind stand by default (systemd.service(5), Default Dependencies, and its like). */
const defaults: Readonly<Record<string, { readonly after: string[]; readonly before: string[] }>> =
  {
    service: { after: ['sysinit.target', 'basic.target'], before: [] },
    socket: { after: ['sysinit.target'], before: ['sockets.target'] },
    path: { after: ['sysinit.target'], before: ['paths.target'] },
    timer: { after: ['sysinit.target'], before: ['timers.target'] },
  };

/** The units can start in some order: nothing comes after itself. Raises machine/unit-cycle. */
export function checkOrder(world: World): void {
  const order = orderOf(world);
  const cycle = findCycle(order);
  if (cycle === undefined) return;
  const origins = world.units
    .filter(({ unit }) => cycle.includes(unit.name))
    .flatMap(({ unit }) =>
      cycle.filter((other) => other !== unit.name).map((other) => blameUnit(world, unit, other)),
    );
  const from = origins.find(({ component }) => component === 'profile') ?? origins[0];
  if (from !== undefined) world.report('machine/unit-cycle', from, { units: cycle });
}

type Order = Map<string, Set<string>>;

function orderOf(world: World): Order {
  const order: Order = new Map();
  const put = (later: string, earlier: string) => {
    const known = order.get(later) ?? new Set();
    order.set(later, known.add(earlier));
  };
  const { packageManager } = operatingSystem(world.node.os);
  const usesCloudInit = packageManager === 'apt' && world.node.formats.includes('cloud-init');
  for (const table of [systemOrder, ...(usesCloudInit ? [withCloudInit] : [])]) {
    for (const [later, all] of Object.entries(table)) for (const each of all) put(later, each);
  }
  for (const facts of world.units) addUnit(facts, put);
  return order;
}

function addUnit(facts: UnitFacts, put: (later: string, earlier: string) => void): void {
  const { name } = facts.unit;
  const after = wordsOf(facts, 'Unit', 'After');
  const before = wordsOf(facts, 'Unit', 'Before');
  for (const each of after) if (each !== name) put(name, each);
  for (const each of before) if (each !== name) put(each, name);
  const [byDefault = 'yes'] = valuesOf(facts, 'Unit', 'DefaultDependencies').slice(-1);
  if (['no', 'false', '0', 'off'].includes(byDefault)) return;
  const usual = defaults[name.slice(name.lastIndexOf('.') + 1)];
  for (const each of usual?.after ?? []) put(name, each);
  for (const each of usual?.before ?? []) put(each, name);
  const targets = [
    ...wordsOf(facts, 'Install', 'WantedBy'),
    ...wordsOf(facts, 'Install', 'RequiredBy'),
  ];
  for (const target of targets) {
    // systemd itself makes no such loop of two.
    if (target.endsWith('.target') && !after.includes(target)) put(target, name);
  }
}

/** The units of one cycle, in order, the first again at the end; undefined when there is none. */
function findCycle(order: Order): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, above: readonly string[]): string[] | undefined => {
    const start = above.indexOf(name);
    if (start >= 0) return [...above.slice(start), name];
    if (done.has(name)) return undefined;
    for (const earlier of order.get(name) ?? []) {
      const found = visit(earlier, [...above, name]);
      if (found !== undefined) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of order.keys()) {
    const found = visit(name, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
