import { collectMirror } from '../../../mirror/collect.ts';
import { lockPathOf, readLock } from '../../../mirror/lock-file.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import { openTerminal } from '../../terminal.ts';

/** Options of `mirror` as commander gives them. */
export interface MirrorFlags {
  readonly to: string;
  readonly from?: string;
  readonly quiet?: boolean;
}

/** `clusterseed mirror PROFILE --to DIR`: brings everything of the profile's lock into a folder. */
export async function runMirror(profilePath: string, flags: MirrorFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const from = flags.from?.replace(/\/+$/, '');
  if (from !== undefined && !(/^https?:\/\//.test(from) && URL.canParse(from))) {
    refuseUsage(`--from takes an http or https address, not ${from}`);
  }
  const lock = readLock(lockPathOf(profilePath));
  await collectMirror(lock, {
    folder: flags.to,
    progress: terminal.note,
    pauseMs: 1000,
    ...(from === undefined ? {} : { from }),
  });
  terminal.note(`${flags.to} is complete`);
  return exitCodes.ok;
}
