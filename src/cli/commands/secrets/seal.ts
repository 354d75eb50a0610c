import { readFileSync } from 'node:fs';
import { diagnosticsToJson } from '../../../index.ts';
import type { Planned } from '../../../output/plan-secrets.ts';
import { decryptSecrets, encryptSecrets, type Sealing } from '../../../output/seal-secrets.ts';
import { toWorldError } from '../../../output/world-error.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import { openTerminal } from '../../terminal.ts';
import { type SecretsFlags, toOpenOptions } from './secrets-flags.ts';

/** Options of `secrets encrypt` as commander gives them. */
export interface EncryptFlags extends SecretsFlags {
  readonly recipient?: readonly string[];
  readonly recipientsFile?: string;
}

/** `clusterseed secrets encrypt PROFILE`: the store is an age file from now on. */
export async function runEncrypt(profile: string, flags: EncryptFlags): Promise<ExitCode> {
  const { recipient = [], recipientsFile } = flags;
  const recipients = [...recipient, ...(recipientsFile ? readRecipients(recipientsFile) : [])];
  const planned = await encryptSecrets(toOpenOptions(profile, flags), recipients);
  return finish(planned, flags, ({ secretsPath, recipients: to }) => [
    `${secretsPath} is encrypted to ${to.join(', ')}`,
    'Builds need --identity FILE, or CLUSTERSEED_AGE_IDENTITY_FILE. Plain copies may still lie in backups.',
  ]);
}

/** `clusterseed secrets decrypt PROFILE`: the store is plain text again. */
export async function runDecrypt(profile: string, flags: SecretsFlags): Promise<ExitCode> {
  const planned = await decryptSecrets(toOpenOptions(profile, flags));
  return finish(planned, flags, ({ secretsPath }) => [
    `${secretsPath} is plain text; clusterseed secrets encrypt ${profile} encrypts it to the same recipients again`,
  ]);
}

function readRecipients(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

function finish(
  planned: Planned<Sealing>,
  flags: SecretsFlags,
  lines: (sealing: Sealing) => readonly string[],
): ExitCode {
  const terminal = openTerminal(flags.quiet === true);
  const { result } = planned;
  if (flags.format === 'json') {
    const diagnostics = diagnosticsToJson(planned.diagnostics);
    terminal.print(
      JSON.stringify({ ok: result !== undefined, ...result, diagnostics }, undefined, 2),
    );
  } else {
    reportDiagnostics(planned, terminal);
    for (const line of result ? lines(result) : []) terminal.note(line);
  }
  return result === undefined ? exitCodes.input : exitCodes.ok;
}
