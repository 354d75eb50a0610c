import { isKnownUnit } from '../machine/known-system.ts';
import { type UnitFacts, valuesOf, wordsOf } from '../machine/units.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { accessProblem } from './access.ts';
import { blameUnit } from './blame.ts';
import { makerOf } from './made-at-run-time.ts';
import type { World } from './world.ts';

/** Settings of [Install] and of units that start others, and the section that they stand in. */
const naming = [
  ['Install', 'WantedBy'],
  ['Install', 'RequiredBy'],
  ['Install', 'Also'],
  ['Unit', 'OnFailure'],
  ['Unit', 'OnSuccess'],
  ['Timer', 'Unit'],
  ['Path', 'Unit'],
  ['Socket', 'Service'],
] as const;
const pulling = ['Requires', 'Requisite', 'BindsTo', 'Wants'] as const;

/**
 * What pulls a unit in, or is pulled in by it, exists on this very system; a timer has its service; a unit of ours is
 * started by something; files and directories that a service cannot start without are there. Raises
 * machine/missing-unit, unit-not-started, missing-path and no-access.
 */
export function checkUnitLinks(world: World): void {
  for (const facts of world.units) {
    for (const [section, key] of naming) {
      for (const needs of wordsOf(facts, section, key)) checkNamed(world, facts, key, needs);
    }
    for (const key of pulling) {
      for (const needs of wordsOf(facts, 'Unit', key)) checkPulled(world, facts, key, needs);
    }
    checkTimer(world, facts);
    checkStarted(world, facts);
    checkFiles(world, facts);
  }
}

function checkNamed(world: World, facts: UnitFacts, key: string, needs: string): void {
  if (needs.includes('%') || isThere(world, needs) || isKnownUnit(needs)) return;
  reportMissing(world, facts, key, needs);
}

/** Of the units that some system brings, those that this one does not. */
function checkPulled(world: World, facts: UnitFacts, key: string, needs: string): void {
  if (isThere(world, needs)) return;
  const { shipsContainerd } = operatingSystem(world.node.os);
  const absent =
    (needs === 'containerd.service' && !shipsContainerd) ||
    (needs === 'haproxy.service' && !world.machine.packages.includes('haproxy')) ||
    needs === 'etcd.service';
  const installs = world.machine.packages.some((name) =>
    needs.startsWith(`${name.split('.')[0]}.`),
  );
  if (absent && !installs) reportMissing(world, facts, key, needs);
}

function checkTimer(world: World, facts: UnitFacts): void {
  const { name } = facts.unit;
  if (!name.endsWith('.timer') || facts.unit.content === undefined) return;
  if (wordsOf(facts, 'Timer', 'Unit').length > 0) return;
  const service = name.replace(/timer$/, 'service');
  if (!isThere(world, service)) reportMissing(world, facts, 'Unit', service);
}

/** A unit of ours that is not enabled has a timer or another unit that starts it. */
function checkStarted(world: World, { unit }: UnitFacts): void {
  const { name, from, content, enabled } = unit;
  if (enabled !== false || content === undefined || from.component === 'profile') return;
  const isPulled = world.units.some(
    (other) =>
      other.unit.name === name.replace(/service$/, 'timer') ||
      pulling.some((key) => wordsOf(other, 'Unit', key).includes(name)),
  );
  if (!isPulled) world.report('machine/unit-not-started', from, { unit: name });
}

function checkFiles(world: World, facts: UnitFacts): void {
  const { name, from } = facts.unit;
  for (const key of ['EnvironmentFile', 'WorkingDirectory', 'ReadWritePaths', 'ReadOnlyPaths']) {
    for (const path of valuesOf(facts, 'Service', key).flatMap((value) => value.split(/\s+/))) {
      if (!path.startsWith('/') || path.includes('%') || isThere(world, path, from.component))
        continue;
      const at = blameUnit(world, facts.unit, path);
      world.report('machine/missing-path', at, { who: name, by: `${key}=`, path });
    }
  }
  for (const path of valuesOf(facts, 'Unit', 'ConditionPathExists')) {
    if (!path.startsWith('/') || isThere(world, path, from.component)) continue;
    const at = blameUnit(world, facts.unit, path);
    world.report('machine/missing-path', at, { who: name, by: 'ConditionPathExists=', path });
  }
  const [user = 'root'] = valuesOf(facts, 'Service', 'User').slice(-1);
  const [directory] = valuesOf(facts, 'Service', 'WorkingDirectory').slice(-1);
  const process = world.processes.find((each) => each.name === name);
  if (user === 'root' || directory === undefined || process === undefined) return;
  const why = accessProblem(world.places, process, directory, 4);
  if (why === undefined) return;
  world.report('machine/no-access', blameUnit(world, facts.unit, directory), {
    who: name,
    by: 'WorkingDirectory=',
    path: directory,
    why,
  });
}

/** Directories that only we and the profile fill; elsewhere a package of the person’s may bring more. */
const ours = /^\/(usr\/local|opt|srv|etc\/(kubernetes|clusterseed|etcd|cni))\//;

/** Whether a unit of that name, or what a path names, is there; `component` is who names the path. */
function isThere(world: World, name: string, component = ''): boolean {
  if (!name.startsWith('/')) {
    const template = name.replace(/@.*\./, '@.');
    return world.machine.units.some((unit) => unit.name === name || unit.name === template);
  }
  if (world.places.at(name) !== undefined || makerOf(world, name) !== undefined) return true;
  return component === 'profile' && !ours.test(name);
}

function reportMissing(world: World, { unit }: UnitFacts, key: string, needs: string): void {
  const { name, from } = unit;
  const at = blameUnit(world, unit, needs);
  world.report('machine/missing-unit', at, { unit: name, key, needs, component: from.component });
}
