import type { Command } from 'commander';
import type { PackageFlags } from './commands/package.ts';
import type { ExitCode } from './exit-codes.ts';

/** Adds `package` to the command line; its module is loaded only when it runs. */
export function addPackageCommand(program: Command, done: (code: ExitCode) => void): void {
  program
    .command('package')
    .description(
      'build, and write what a platform takes: seed disks, scripts, templates, boot files',
    )
    .argument('<profile>', 'the cluster profile, YAML')
    .option('-f, --for <platform...>', 'for which platforms (default: the machines’ own)')
    .option('-u, --url <address>', 'where the package will be served at (pxe, matchbox)')
    .option(
      '--kernel-args <words>',
      'more words for the kernel, such as console=ttyS0 (pxe, matchbox)',
    )
    .option('-o, --out <directory>', 'where the cluster’s directory is written', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('--strict', 'treat warnings as errors')
    .option('-q, --quiet', 'print nothing but mistakes')
    .action(async (profile: string, flags: PackageFlags) => {
      const { runPackage } = await import('./commands/package.ts');
      done(await runPackage(profile, flags));
    });
}
