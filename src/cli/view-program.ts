import { type Command, Option } from 'commander';
import type { DiffFlags } from './commands/diff.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** Commands that look at a cluster and change nothing. */
export function addViewCommands(program: Command, done: Done): void {
  addDiff(program, done);
}

function addDiff(program: Command, done: Done): void {
  program
    .command('diff')
    .description(
      'say what a build would change: what restarts, what is booted anew, in which order',
    )
    .argument('<profile>', 'the cluster profile, YAML, or the folder of a build, out/<cluster>')
    .option(
      '-a, --against <profile>',
      'compare with this profile or folder (default: the build in out/)',
    )
    .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('--exit-code', 'exit 4 when a node differs')
    .option('-q, --quiet', 'print nothing but mistakes')
    .addOption(
      new Option('--format <format>', 'how results are printed')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .action(async (target: string, flags: DiffFlags) => {
      const { runDiff } = await import('./commands/diff.ts');
      done(await runDiff(target, flags));
    });
}
