import type { Collector } from '../diagnostics/collector.ts';
import { type Report, reportTo } from '../machine/report.ts';
import { podProcesses, staticPods } from '../machine/static-pods.ts';
import { unitProcesses } from '../machine/unit-processes.ts';
import { readUnits } from '../machine/units.ts';
import { blameUnit } from './blame.ts';
import { checkBalancer } from './check-balancer.ts';
import { checkFirewall } from './check-firewall.ts';
import { checkFlags } from './check-flags.ts';
import { checkKeys } from './check-keys.ts';
import { checkLinks } from './check-links.ts';
import { checkMounts } from './check-mounts.ts';
import { checkOrder } from './check-order.ts';
import { checkPaths } from './check-paths.ts';
import { checkPorts } from './check-ports.ts';
import { checkProbes } from './check-probes.ts';
import { checkSupply } from './check-supply.ts';
import { checkUnitLinks } from './check-units.ts';
import { listClientEnds } from './client-ends.ts';
import { etcdctlProcesses } from './etcdctl.ts';
import { listListeners } from './listeners.ts';
import { readPlaces } from './places.ts';
import { podPorts } from './pod-ports.ts';
import { listReferences } from './references.ts';
import { listServerEnds } from './server-ends.ts';
import type { World, WorldInput } from './world.ts';

/**
 * The closed world of one node: what its units, static pods and configuration files name is there and may be used,
 * its programs listen where the plan’s links dial and dial where they say, and every certificate, key and CA is the
 * one that its link needs. Reads the machine’s own bytes. What the profile itself put there raises the machine/ codes
 * at its line; what we generated, internal/invalid-output. Pure; what nodes have in common is read once.
 */
export function checkWorld(input: WorldInput, diagnostics: Collector): void {
  const { machine } = input;
  const units = readUnits(machine);
  const pods = staticPods(machine);
  const places = readPlaces(machine);
  const processes = [
    ...unitProcesses(units, machine).map((process) => {
      const unit = { name: process.name, from: process.from };
      return { ...process, from: blameUnit(input, unit, 'ExecStart=') };
    }),
    ...podProcesses(pods),
    ...etcdctlProcesses(machine),
  ];
  const world: World = { ...input, places, units, processes, report: reportOnce(diagnostics) };
  const references = listReferences(world);
  const listeners = listListeners(world);
  checkFlags(world);
  checkPaths(world, references);
  checkMounts(world, pods);
  checkUnitLinks(world);
  checkOrder(world);
  checkPorts(world, listeners, podPorts(world, pods));
  checkProbes(world, pods, listeners);
  checkBalancer(world);
  checkLinks(world, listClientEnds(world, references), listServerEnds(world));
  checkKeys(world);
  checkSupply(world, pods);
  checkFirewall(world);
}

const said = new WeakMap<Collector, Set<string>>();

/** Controllers have much in common: what is wrong with all of them at one line of the profile is said once. */
function reportOnce(diagnostics: Collector): Report {
  const report = reportTo(diagnostics);
  const known = said.get(diagnostics) ?? new Set<string>();
  said.set(diagnostics, known);
  return (code, from, args) => {
    const key = JSON.stringify([code, from.path, args]);
    if (known.has(key)) return;
    known.add(key);
    report(code, from, args);
  };
}
