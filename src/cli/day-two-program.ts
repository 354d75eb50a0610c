import { type Command, Option } from 'commander';
import type { ImportFlags } from './commands/import.ts';
import type { SecretsFlags } from './commands/secrets/secrets-flags.ts';
import type { UpgradeFlags } from './commands/upgrade.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** What is done to a cluster after its first boot, beside its secrets. */
export function addDayTwoCommands(program: Command, done: Done): void {
  addApplyBundle(program, done);
  addUpgrade(program, done);
  addImport(program, done);
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

function addUpgrade(program: Command, done: Done): void {
  program
    .command('upgrade')
    .description('write another Kubernetes version into the profile, if the profile fits it')
    .argument('<profile>', 'the cluster profile, YAML')
    .requiredOption('--to <version>', 'the version, such as 1.36.4')
    .option('--dry-run', 'say what would change, change nothing')
    .option('-q, --quiet', 'print nothing but mistakes')
    .addOption(
      new Option('--format <format>', 'how results are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(async (profile: string, flags: UpgradeFlags) => {
      const { runUpgrade } = await import('./commands/upgrade.ts');
      done(runUpgrade(profile, flags));
    });
}

function addImport(program: Command, done: Done): void {
  program
    .command('import')
    .description('make the secrets file of a cluster that runs, from its certificates and keys')
    .argument('<profile>', 'the cluster profile, YAML')
    .requiredOption('--from <directory>', 'the files, such as /etc/kubernetes with pki/')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--dry-run', 'say what would be kept, write nothing')
    .option('-q, --quiet', 'print nothing but mistakes')
    .addOption(
      new Option('--format <format>', 'how results are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(async (profile: string, flags: ImportFlags) => {
      const { runImport } = await import('./commands/import.ts');
      done(await runImport(profile, flags));
    });
}
