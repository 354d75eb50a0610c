import type { Command } from 'commander';
import type { LockFlags } from './commands/mirror/lock.ts';
import type { MirrorFlags } from './commands/mirror/mirror.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** `clusterseed lock` and `clusterseed mirror`: for sites without a way out. */
export function addMirrorCommands(program: Command, done: Done): void {
  program
    .command('lock')
    .description('write <profile>.lock.yaml: every file and image that a node may fetch')
    .argument('<profile>', 'the cluster profile, YAML')
    .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('-q, --quiet', 'print nothing but mistakes')
    .action(async (profile: string, flags: LockFlags) => {
      const { runLock } = await import('./commands/mirror/lock.ts');
      done(await runLock(profile, flags));
    });
  program
    .command('mirror')
    .description('bring everything of the lock into a folder, checked; goes on where it was')
    .argument('<profile>', 'the cluster profile, YAML')
    .requiredOption('--to <directory>', 'the folder: files/ and images/')
    .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('--from <url>', 'another mirror (clusterseed serve --mirror) to take everything from')
    .option('-q, --quiet', 'print nothing but mistakes')
    .action(async (profile: string, flags: MirrorFlags) => {
      const { runMirror } = await import('./commands/mirror/mirror.ts');
      done(await runMirror(profile, flags));
    });
}
