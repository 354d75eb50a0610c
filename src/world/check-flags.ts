import {
  flagDefinition,
  flagNames,
  type Program,
  programs,
} from '../components/flags/flag-table.ts';
import { nearest } from '../text/nearest.ts';
import { blameFlag } from './blame.ts';
import type { World } from './world.ts';

/** Every flag is one that this version of its program has: it exits on another. Raises machine/unknown-flag. */
export function checkFlags(world: World): void {
  for (const process of world.processes) {
    const program = programs.find((name) => name === process.program);
    if (program === undefined || process.from.component === 'profile') continue;
    for (const flag of process.flags.keys()) {
      if (flagDefinition(program, versionOf(world, program), flag) !== undefined) continue;
      const guess = nearest(flag, flagNames(program, versionOf(world, program)));
      world.report('machine/unknown-flag', blameFlag(world, process, flag), {
        who: process.name,
        flag,
        version: versionOf(world, program),
        ...(guess === undefined ? {} : { nearest: guess }),
      });
    }
  }
}

function versionOf({ cluster }: World, program: Program): string {
  return program === 'etcd' ? cluster.etcdVersion : cluster.version;
}
