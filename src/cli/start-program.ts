import { Command } from 'commander';
import { toolVersion } from './tool-version.ts';

/** The command line without any command. */
export function startProgram(): Command {
  return new Command('clusterseed')
    .description('Compiles one cluster profile into the boot document of every node.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(clusterseed help shows how to use it)');
}
