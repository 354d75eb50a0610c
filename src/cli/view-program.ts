import { type Command, Option } from 'commander';
import type { DiffFlags } from './commands/diff.ts';
import type { ExplainFlags } from './commands/explain.ts';
import type { TopologyFlags } from './commands/topology.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** Commands that look at a cluster and change nothing. */
export function addViewCommands(program: Command, done: Done): void {
  addDiff(program, done);
  addExplain(program, done);
  addTopology(program, done);
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

function addExplain(program: Command, done: Done): void {
  program
    .command('explain')
    .description('say why something lies on a machine, or what a diagnostic code means')
    .argument('<profile>', 'the cluster profile, YAML; or a code such as profile/quorum')
    .argument('[machine]', 'a machine of the profile: without a path, everything on it is listed')
    .argument('[path]', 'a path on that machine')
    .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .addOption(
      new Option('--format <format>', 'how results are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action(
      async (
        target: string,
        node: string | undefined,
        path: string | undefined,
        flags: ExplainFlags,
      ) => {
        const { runExplain } = await import('./commands/explain.ts');
        done(await runExplain(target, node, path, flags));
      },
    );
}

function addTopology(program: Command, done: Done): void {
  program
    .command('topology')
    .description('draw who talks to whom, on standard output')
    .argument('<profile>', 'the cluster profile, YAML')
    .addOption(
      new Option('--format <format>', 'what is drawn')
        .choices(['svg', 'mermaid', 'json'])
        .default('svg'),
    )
    .action(async (profile: string, flags: TopologyFlags) => {
      const { runTopology } = await import('./commands/topology.ts');
      done(runTopology(profile, flags));
    });
}
