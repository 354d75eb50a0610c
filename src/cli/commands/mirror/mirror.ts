import { collectMirror } from '../../../mirror/collect.ts';
import { missingInLock } from '../../../mirror/compare-lock.ts';
import { lockPathOf, readLock } from '../../../mirror/lock-file.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import { openTerminal } from '../../terminal.ts';
import { planLock } from './plan-lock.ts';

/** Options of `mirror` as commander gives them. */
export interface MirrorFlags {
  readonly to: string;
  readonly from?: string;
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly quiet?: boolean;
}

/**
 * `clusterseed mirror PROFILE --to DIR`: brings everything of the profile's lock into a folder. Ends with 1, before it
 * fetches anything, when the profile needs what the lock does not have.
 */
export async function runMirror(profilePath: string, flags: MirrorFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const from = flags.from?.replace(/\/+$/, '');
  if (from !== undefined && !(/^https?:\/\//.test(from) && URL.canParse(from))) {
    refuseUsage(`--from takes an http or https address, not ${from}`);
  }
  const path = lockPathOf(profilePath);
  const lock = readLock(path);
  const wanted = await planLock({ profilePath, ...flags }, terminal);
  if (wanted === undefined) return exitCodes.input;
  const missing = missingInLock(lock, wanted);
  if (missing.length > 0) {
    terminal.complain(`${path} is older than the profile: run clusterseed lock; it lacks`);
    for (const name of missing) terminal.complain(`  ${name}`);
    return exitCodes.input;
  }
  await collectMirror(lock, {
    folder: flags.to,
    progress: terminal.note,
    pauseMs: 1000,
    ...(from === undefined ? {} : { from }),
  });
  terminal.note(`${flags.to} is complete`);
  return exitCodes.ok;
}
