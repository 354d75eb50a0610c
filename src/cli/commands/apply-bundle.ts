import { buildProfile } from '../../output/build-profile.ts';
import { openProfile } from '../../output/open-profile.ts';
import { writeBundles } from '../../output/write-bundles.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal } from '../terminal.ts';
import { checkNodeNames } from './check-node-names.ts';
import { type SecretsFlags, toOpenOptions } from './secrets/secrets-flags.ts';

/**
 * `clusterseed apply-bundle PROFILE [NODE…]`: builds, then writes for each running node the script that brings it to
 * its present description.
 */
export async function runApplyBundle(
  profilePath: string,
  nodes: readonly string[],
  flags: Omit<SecretsFlags, 'format'>,
): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const options = toOpenOptions(profilePath, { ...flags, format: 'text' });
  const profile = openProfile(options);
  if (profile.cluster && !checkNodeNames(profile.cluster, nodes, profile.diagnostics)) {
    reportDiagnostics(profile.findings(), terminal);
    return exitCodes.input;
  }
  const result = await buildProfile({ ...options, now: readClock(), write: true });
  reportDiagnostics(result, terminal);
  const { cluster, secrets, directory } = result;
  if (cluster === undefined || secrets === undefined || directory === undefined) {
    return exitCodes.input;
  }
  if (result.guide) terminal.note(`${result.guide.path} says what to do first`);
  for (const path of writeBundles({ cluster, secrets, directory }, nodes)) terminal.print(path);
  terminal.note(
    'Each holds private keys. Copy it to its node and run it there as root, one node at a time, each healthy before the next: sh FILE --dry-run, then sh FILE.',
  );
  return exitCodes.ok;
}
