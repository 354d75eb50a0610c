import { Command } from 'commander';
import { refuseEmpty } from './refuse-empty.ts';
import { toolVersion } from './tool-version.ts';

/** The command line without any command. */
export function startProgram(): Command {
  return new Command('clusterseed')
    .description('Compiles one cluster profile into the boot document of every node.')
    .version(toolVersion(), '-V, --version', 'print the version')
    .hook('preAction', (_, command) => refuseEmpty(command))
    .exitOverride()
    .showHelpAfterError('(clusterseed help shows how to use it)');
}
