import { type Command, Option } from 'commander';
import { rotationStages } from '../index.ts';
import type { RenewFlags } from './commands/secrets/renew.ts';
import type { RotateFlags } from './commands/secrets/rotate.ts';
import type { EncryptFlags } from './commands/secrets/seal.ts';
import type { SecretsFlags } from './commands/secrets/secrets-flags.ts';
import type { StatusFlags } from './commands/secrets/status.ts';
import type { ExitCode } from './exit-codes.ts';

type Done = (code: ExitCode) => void;

/** `clusterseed secrets …`: what the store holds, and every change of it after the first build. */
export function addSecretsCommands(program: Command, done: Done): void {
  const secrets = program
    .command('secrets')
    .description('look after the cluster’s certificates, keys and tokens');
  const add = (name: string, description: string) =>
    secrets
      .command(name)
      .description(description)
      .argument('<profile>', 'the cluster profile, YAML')
      .option('-o, --out <directory>', 'where the cluster’s directory is', 'out')
      .option('--secrets <file>', 'the secrets file (default: <profile>.secrets.yaml beside it)')
      .option('--identity <file>', 'age identity that decrypts the secrets file')
      .option('-q, --quiet', 'print nothing but mistakes')
      .addOption(
        new Option('--format <format>', 'how results are printed')
          .choices(['text', 'json'])
          .default('text'),
      );
  addStatus(add, done);
  addRenewal(add, done);
  addRotation(add, done);
  addSealing(add, done);
}

type Add = (name: string, description: string) => Command;

function addStatus(add: Add, done: Done): void {
  add('status', 'list every secret: where it is, how long it lives, what depends on it')
    .option('--fail-within <duration>', 'exit 1 if something in use ends within this, such as 60d')
    .action(async (profile: string, flags: StatusFlags) => {
      const { runStatus } = await import('./commands/secrets/status.ts');
      done(await runStatus(profile, flags));
    });
}

function addRenewal(add: Add, done: Done): void {
  add('renew', 'issue certificates anew, keeping the old ones until they are dropped')
    .option('--certificate <id...>', 'these, for example kube-apiserver@ctrl-1 or "etcd-peer@*"')
    .option('--node <name...>', 'those of these machines')
    .option('--within <duration>', 'those that end within this, such as 60d')
    .option('--stale', 'those that have ended or no longer fit the profile')
    .option('--all', 'all')
    .option('--dry-run', 'say what would change, change nothing')
    .action(async (profile: string, flags: RenewFlags) => {
      const { runRenew } = await import('./commands/secrets/renew.ts');
      done(await runRenew(profile, flags));
    });
  add('restore', 'use the retired generation of certificates again')
    .argument('<certificate...>', 'certificate ids')
    .option('--dry-run', 'say what would change, change nothing')
    .action(async (profile: string, ids: readonly string[], flags: RenewFlags) => {
      const { runRestore } = await import('./commands/secrets/renew.ts');
      done(await runRestore(profile, ids, flags));
    });
  add('drop', 'delete old generations for good')
    .argument('[name...]', 'certificate ids, or secrets whose rotation has come to its last stage')
    .option('--all', 'every old generation')
    .option('--dry-run', 'say what would change, change nothing')
    .action(async (profile: string, names: readonly string[], flags: RenewFlags) => {
      const { runDrop } = await import('./commands/secrets/renew.ts');
      done(await runDrop(profile, names, flags));
    });
}

function addRotation(add: Add, done: Done): void {
  add('rotate', 'replace a CA, key or token in stages: trust, switch, drop')
    .argument(
      '<secret>',
      'ca/kubernetes, ca/etcd, ca/front-proxy, service-account, encryption-key or bootstrap-token',
    )
    .addOption(
      new Option('--stage <stage>', 'where to go: one stage on, one back, or by name')
        .choices(['next', 'back', ...rotationStages])
        .default('next'),
    )
    .option('--dry-run', 'say what would change, change nothing')
    .action(async (profile: string, secret: string, flags: RotateFlags) => {
      const { runRotate } = await import('./commands/secrets/rotate.ts');
      done(await runRotate(profile, secret, flags));
    });
}

function addSealing(add: Add, done: Done): void {
  add('encrypt', 'encrypt the secrets file to age recipients, in its place')
    .option('--recipient <age1...>', 'who may decrypt it')
    .option('--recipients-file <file>', 'a file with a recipient per line')
    .action(async (profile: string, flags: EncryptFlags) => {
      const { runEncrypt } = await import('./commands/secrets/seal.ts');
      done(await runEncrypt(profile, flags));
    });
  add('decrypt', 'put the plain text in place of the encrypted secrets file').action(
    async (profile: string, flags: SecretsFlags) => {
      const { runDecrypt } = await import('./commands/secrets/seal.ts');
      done(await runDecrypt(profile, flags));
    },
  );
}
