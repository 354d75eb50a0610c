import { readManifest } from '../../../output/manifest.ts';
import { armNode } from '../../../server/handlers/arm-node.ts';
import { openState } from '../../../server/state/open-state.ts';
import { readDuration } from '../../duration-option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import { openTerminal } from '../../terminal.ts';
import { type ArmFlags, findPlaces } from './serve-flags.ts';
import { readListen } from './server-options.ts';

/**
 * `clusterseed serve arm NODE…`: writes to the state of a server, which may be running. Prints one address for each
 * node; who knows it gets that node's documents once, until it ends.
 */
export async function runArm(nodes: readonly string[], flags: ArmFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const seconds = readDuration('--for', flags.for);
  const { url } = readListen(flags);
  const places = findPlaces(flags.source, flags);
  const known = readManifest(places.directory)?.nodes ?? [];
  const unknown = nodes.filter((name) => known.every((node) => node.name !== name));
  if (unknown.length > 0) refuseUsage(`${places.cluster} has no node ${unknown.join(', ')}`);
  const state = await openState(places.state, places.cluster);
  const expires = Date.now() + seconds * 1000;
  try {
    for (const node of nodes) {
      terminal.print(`${node} ${await armNode(state, { node, expires, url })}`);
    }
  } finally {
    await state.close();
  }
  terminal.note(
    `armed until ${new Date(expires).toISOString()}; earlier addresses are worth nothing now`,
  );
  return exitCodes.ok;
}
