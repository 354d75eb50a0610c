import { type Command, Option } from 'commander';
import type { BuildFlags, runBuild } from './commands/build.ts';
import type { ExitCode } from './exit-codes.ts';

/** `clusterseed build`; `load` brings the code that runs it. */
export function addBuildCommand(
  program: Command,
  done: (code: ExitCode) => void,
  load: () => Promise<{ readonly runBuild: typeof runBuild }>,
): void {
  addCompileCommand(program, 'build', 'compile the profile and write out/<cluster>/')
    .option('--replace <machine...>', 'these come back empty: say how, and let etcd members join')
    .addOption(
      new Option('--never-ran', 'no machine was ever booted: etcd is founded anew').conflicts(
        'replace',
      ),
    )
    .action(async (profile: string, flags: BuildFlags) => {
      const command = await load();
      done(await command.runBuild(profile, flags));
    });
}

/** A command that compiles a profile, with the options that all of them have. */
export function addCompileCommand(
  program: Command,
  name: string,
  description: string,
  ...formats: readonly string[]
): Command {
  return program
    .command(name)
    .description(description)
    .argument('<profile>', 'the cluster profile, YAML')
    .option('-o, --out <directory>', 'where the cluster’s directory is written', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('--strict', 'treat warnings as errors')
    .option('-q, --quiet', 'print nothing but mistakes')
    .addOption(outputFormat(...formats));
}

/** `--format`: text, JSON or one of the others. */
export function outputFormat(...others: readonly string[]): Option {
  return new Option('--format <format>', 'how results are printed')
    .choices(['text', 'json', ...others])
    .default('text');
}
