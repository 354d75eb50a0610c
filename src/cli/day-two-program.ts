import type { Command } from 'commander';
import type { SecretsFlags } from './commands/secrets/secrets-flags.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** What is done to a cluster after its first boot, beside its secrets. */
export function addDayTwoCommands(program: Command, done: Done): void {
  addApplyBundle(program, done);
}

function addApplyBundle(program: Command, done: Done): void {
  program
    .command('apply-bundle')
    .description('build, and write for each running machine a script that brings it up to date')
    .argument('<profile>', 'the cluster profile, YAML')
    .argument('[machine...]', 'only these machines (default: all)')
    .option('-o, --out <directory>', 'where the cluster’s directory is written', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('-q, --quiet', 'print nothing but mistakes and the paths')
    .action(async (profile: string, machines: readonly string[], flags: SecretsFlags) => {
      const { runApplyBundle } = await import('./commands/apply-bundle.ts');
      done(await runApplyBundle(profile, machines, flags));
    });
}
