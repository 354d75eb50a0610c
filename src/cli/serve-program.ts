import type { Command } from 'commander';
import type { ArmFlags, ServeFlags } from './commands/serve/serve-flags.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** `clusterseed serve` and `clusterseed serve arm`. */
export function addServeCommands(program: Command, done: Done): void {
  const serve = program
    .command('serve')
    .description('give each machine its documents over HTTP, and show the cluster as it comes up')
    .argument(
      '[source]',
      'a profile (it is built first), or out/<cluster> (default: the only one there)',
    )
    .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
    .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
    .option('--identity <file>', 'age identity that decrypts the secrets file')
    .option('-l, --listen <host:port>', 'where to listen', '127.0.0.1:8800')
    .option('--url <url>', 'where machines reach the server (default: from --listen)')
    .option('--cert <file>', 'TLS certificate with its chain, PEM')
    .option('--key <file>', 'its private key, PEM')
    .option('--plain-http', 'serve other machines without TLS: private keys can be read on the way')
    .option('--trust-network <cidr...>', 'give documents to a node’s address or MAC address there')
    .option('--state <place>', 'SQLite file or postgres://… (default: <out>/<cluster>.serve.db)')
    .option('--admin-token-file <file>', 'made when missing (default: <out>/<cluster>.serve.token)')
    .option('--mirror <directory>', 'what clusterseed mirror wrote: files and images')
    .option('--kernel <path>', 'for iPXE: kernel, below <mirror>/files')
    .option('--initrd <path>', 'for iPXE: initial RAM disk, below <mirror>/files')
    .option('--kernel-args <text>', 'for iPXE: more kernel arguments')
    .option('-q, --quiet', 'print nothing but mistakes and the log')
    .action(async (source: string | undefined, flags: ServeFlags) => {
      const { runServe } = await import('./commands/serve/serve.ts');
      done(await runServe(source, flags));
    });
  serve
    .command('arm')
    .description('let nodes fetch their documents once more, and print a one-time address for each')
    .argument('<node...>', 'names of nodes')
    .option('--source <source>', 'a profile or out/<cluster> (default: the only one there)')
    .option('--for <duration>', 'how long the addresses last', '1h')
    .action(async (nodes: string[], _flags: object, command: Command) => {
      const { runArm } = await import('./commands/serve/arm.ts');
      done(await runArm(nodes, command.optsWithGlobals<ArmFlags>()));
    });
}
