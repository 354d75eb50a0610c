import { type Command, Option } from 'commander';
import { addBuildCommand, addCompileCommand, outputFormat } from './build-program.ts';
import type { CheckFlags } from './commands/check-cis.ts';
import type { PackFlags } from './commands/pack.ts';
import type { SmokeFlags } from './commands/smoke.ts';
import { addDayTwoCommands } from './day-two-program.ts';
import type { ExitCode } from './exit-codes.ts';
import { addMirrorCommands } from './mirror-program.ts';
import { addPackageCommand } from './package-program.ts';
import { addSecretsCommands } from './secrets-program.ts';
import { addServeCommands } from './serve-program.ts';
import { startProgram } from './start-program.ts';
import { addViewCommands } from './view-program.ts';

type Done = (code: ExitCode) => void;

/** The command line as data. Each command's module is loaded only when it runs. */
export function createProgram(done: Done): Command {
  const program = startProgram();
  program.commandsGroup('Describe and build a cluster:');
  addInit(program, done);
  addBuildCommands(program, done);
  program.commandsGroup('See what it means:');
  addViewCommands(program, done);
  program.commandsGroup('Bring it to machines:');
  addPackageCommand(program, done);
  addPackCommand(program, done);
  addServeCommands(program, done);
  addMirrorCommands(program, done);
  addSmokeCommand(program, done);
  program.commandsGroup('Look after it:');
  addSecretsCommands(program, done);
  addDayTwoCommands(program, done);
  program.commandsGroup('About this program:');
  addVersion(program, done);
  program.helpCommand('help [command]', 'say how a command is used');
  return program;
}

function addBuildCommands(program: Command, done: Done): void {
  addBuildCommand(program, done, () => import('./commands/build.ts'));
  addCompileCommand(program, 'check', 'find every mistake, write nothing', 'markdown')
    .option('--cis', 'report on every item of the CIS Kubernetes Benchmark')
    .action(async (profile: string, flags: CheckFlags) => {
      const { runAnyCheck } = await import('./commands/check-cis.ts');
      done(await runAnyCheck(profile, flags));
    });
}

function addPackCommand(program: Command, done: Done): void {
  program
    .command('pack')
    .description('build, and write one reproducible tar.gz to publish; without secrets by default')
    .argument('<profile>', 'the cluster profile, YAML')
    .option('-o, --out <directory>', 'where the cluster’s directory is written', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('-b, --bundle <file>', 'the bundle to write (default: <out>/<cluster>.tar.gz)')
    .option('--include-secrets', 'put the documents in as they are, with their private keys')
    .option(
      '-r, --recipient <age1...>',
      'also write the complete bundle, encrypted to these age recipients',
    )
    .option('--sign-key <file>', 'Ed25519 private key (PEM) for a detached signature')
    .option('--strict', 'treat warnings as errors')
    .option('-q, --quiet', 'print nothing but mistakes')
    .action(async (profile: string, flags: PackFlags) => {
      const { runPack } = await import('./commands/pack.ts');
      done(await runPack(profile, flags));
    });
}

function addSmokeCommand(program: Command, done: Done): void {
  program
    .command('smoke')
    .description('boot the machines in QEMU and check that the cluster comes up')
    .argument('<profile>', 'the cluster profile, YAML')
    .option('-n, --node <name...>', 'boot only these machines (default: all)')
    .addOption(
      new Option('--boot <format>', 'which document to boot from')
        .choices(['cloud-init', 'ignition'])
        .default('cloud-init'),
    )
    .option('--image <qcow2>', 'a disk image of your own, booted by its own boot loader')
    .option('--memory <MiB>', 'memory of each VM (default: by role)')
    .option(
      '--mirror <folder>',
      'official programs and images, as clusterseed mirror wrote them (default: built from their Go modules)',
    )
    .addOption(
      new Option(
        '--preload',
        'lay the images in the VMs beforehand: saves minutes (needs root)',
      ).conflicts('mirror'),
    )
    .option('--logs <directory>', 'where the consoles are kept', 'out/smoke')
    .action(async (profile: string, flags: SmokeFlags) => {
      const { runSmoke } = await import('./commands/smoke.ts');
      done(await runSmoke(profile, flags));
    });
}

function addInit(program: Command, done: Done): void {
  program
    .command('init')
    .description('write a commented starter profile')
    .argument('[file]', 'the profile to write', 'cluster.yaml')
    .option('-q, --quiet', 'print nothing')
    .action(async (file: string, flags: { quiet?: boolean }) => {
      const { runInit } = await import('./commands/init.ts');
      done(runInit(file, flags));
    });
}

function addVersion(program: Command, done: Done): void {
  program
    .command('version')
    .description('print the version')
    .addOption(outputFormat())
    .action(async (flags: { format: 'text' | 'json' }) => {
      const { runVersion } = await import('./commands/version.ts');
      done(runVersion(flags));
    });
}
