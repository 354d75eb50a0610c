import type { Machine } from '../machine/model.ts';
import { podManifest, podPrefix } from '../machine/places.ts';
import type { MachineChange } from './compare-machines.ts';
import { unitsOfFetchedPrograms } from './fetched-programs.ts';
import { differsForFirstStartOnly } from './first-start.ts';
import { handWork } from './hand-work.ts';
import { readersOf } from './readers.ts';
import { replaceReasons } from './replace-reasons.ts';

/**
 * What a changed node needs, the gravest first: a new VM that boots the new document; programs started anew;
 * programs told to read their files again; files put in place that nothing holds open; nothing.
 */
export type Action = 'replace' | 'restart' | 'reload' | 'place' | 'none';

/** A static pod that reads what changed. */
export interface PodRestart {
  readonly name: string;
  /** Its manifest changed, so the kubelet starts it anew as soon as the file is in place. */
  readonly byItself: boolean;
}

/** What a node needs to become what its new documents say. */
export interface Verdict {
  readonly action: Action;
  /** Why it must be booted anew. */
  readonly replace: readonly string[];
  /** Units to restart, in this order, after `systemctl daemon-reload` when a unit changed. */
  readonly restart: readonly string[];
  readonly pods: readonly PodRestart[];
  readonly reload: readonly string[];
  /** Units that are gone: disable and stop them. */
  readonly stop: readonly string[];
  /** Sentences and commands for what placing files and restarting does not bring about. */
  readonly byHand: readonly string[];
}

/** What must come before what; units that are not named come after those that are. */
const order = [
  'clusterseed-packages.service',
  'clusterseed-fetch.service',
  'systemd-modules-load.service',
  'systemd-sysctl.service',
  'clusterseed-prepare.service',
  'containerd.service',
  'etcd.service',
  'kubelet.service',
  'haproxy.service',
];

/**
 * What the difference between two descriptions of one node demands. `reasons` are those to boot it anew that the
 * machines do not show, such as another operating system.
 */
export function judgeChange(
  before: Machine,
  after: Machine,
  change: MachineChange,
  reasons: readonly string[] = [],
): Verdict {
  const replace = [...reasons, ...replaceReasons(before, after)];
  const present = new Set(after.units.map(({ name }) => name));
  const stop = change.units.filter((name) => !present.has(name));
  const needed = neededRestarts(before, after, change).filter((name) => !stop.includes(name));
  const reload = needed.filter((name) => reloads(name, after, change));
  const restart = needed.filter((name) => !name.startsWith(podPrefix) && !reload.includes(name));
  const pods = needed
    .filter((name) => name.startsWith(podPrefix))
    .map((name) => {
      const pod = name.slice(podPrefix.length);
      return { name: pod, byItself: change.files.includes(podManifest(pod)) };
    });
  const byHand = handWork(before, after, change.files);
  const verdict = { replace, restart: inOrder(restart), pods, reload, stop, byHand };
  return { action: actionOf(verdict, change), ...verdict };
}

function neededRestarts(before: Machine, after: Machine, change: MachineChange): string[] {
  const idle = change.units.filter((name) => differsForFirstStartOnly(name, before, after));
  const read = new Set(change.files.flatMap(readersOf(after)));
  const restarts = change.restarts.filter((name) => !idle.includes(name) || read.has(name));
  return [...new Set([...restarts, ...unitsOfFetchedPrograms(before, after)])].sort();
}

/** The package's haproxy.service reads its configuration and CA again without dropping connections. */
function reloads(name: string, after: Machine, change: MachineChange): boolean {
  const unit = after.units.find((each) => each.name === name);
  return name === 'haproxy.service' && unit?.content === undefined && !change.units.includes(name);
}

function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.toSorted((a, b) => rank(a) - rank(b));
}

function actionOf(verdict: Omit<Verdict, 'action'>, change: MachineChange): Action {
  if (verdict.replace.length > 0) return 'replace';
  if (verdict.restart.length + verdict.pods.length + verdict.stop.length > 0) return 'restart';
  if (verdict.reload.length > 0) return 'reload';
  const changed = change.files.length + change.units.length > 0 || change.others;
  return changed ? 'place' : 'none';
}
