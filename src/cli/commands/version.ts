import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openTerminal } from '../terminal.ts';
import { toolVersion } from '../tool-version.ts';

/** `clusterseed version`: the tool's version and the Node it runs on. */
export function runVersion(flags: { readonly format: 'text' | 'json' }): ExitCode {
  const versions = { clusterseed: toolVersion(), node: process.versions.node };
  const text =
    flags.format === 'json'
      ? JSON.stringify(versions)
      : `clusterseed ${versions.clusterseed} (Node ${versions.node})`;
  openTerminal(false).print(text);
  return exitCodes.ok;
}
