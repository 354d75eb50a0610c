import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BuildResult, buildProfile } from '../../output/build-profile.ts';
import { encrypterFor } from '../../output/encrypt-bundle.ts';
import { type BundleInput, gatherBundle } from '../../output/gather-bundle.ts';
import { makeFolder } from '../../output/make-folder.ts';
import { parseSigningKey, signBytes } from '../../output/sign-bundle.ts';
import { toWorldError } from '../../output/world-error.ts';
import { writeWhole } from '../../output/write-whole.ts';
import { packTarball } from '../../pack/tarball.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { toolVersion } from '../tool-version.ts';

/** Options of `pack` as commander gives them. */
export interface PackFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly bundle?: string;
  readonly includeSecrets?: boolean;
  readonly recipient?: readonly string[];
  readonly signKey?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** 1980-01-01, of every file in every bundle: the clock has no say, and tar does not warn of an implausible time. */
const bundleTime = new Date(315_532_800_000);

/**
 * `clusterseed pack PROFILE`: builds, then writes one reproducible tar.gz for CI to publish. Without secrets unless
 * `--include-secrets` asks for them; with `--recipient` the complete bundle lies beside it, encrypted by age.
 */
export async function runPack(profilePath: string, flags: PackFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const outputs = readOutputs(flags, terminal);
  if (typeof outputs === 'number') return outputs;
  const result = await buildProfile({
    profilePath,
    out: flags.out,
    now: readClock(),
    write: true,
    strict: flags.strict === true,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
  });
  reportDiagnostics(result, terminal);
  const input = bundleInput(result);
  if (input === undefined) return exitCodes.input;
  const file = flags.bundle ?? `${flags.out}/${input.cluster.name}.tar.gz`;
  makeFolder(dirname(file));
  const kind = flags.includeSecrets === true ? 'complete' : 'public';
  const bytes = await packTarball(gatherBundle(input, kind), bundleTime);
  const mode = kind === 'complete' ? 0o600 : 0o644;
  write(file, bytes, mode, `${kind} bundle`, terminal);
  if (outputs.encrypter !== undefined) {
    const complete = await packTarball(gatherBundle(input, 'complete'), bundleTime);
    const sealed = await outputs.encrypter.encrypt(complete);
    write(encryptedName(file), sealed, 0o644, 'complete bundle, encrypted by age', terminal);
  }
  if (outputs.key !== undefined) {
    const { signature, publicKey } = signBytes(bytes, outputs.key);
    write(`${file}.sig`, signature, 0o644, 'Ed25519 signature', terminal);
    write(`${file}.pub`, Buffer.from(publicKey), 0o644, 'its public key', terminal);
  }
  return exitCodes.ok;
}

function readOutputs(flags: PackFlags, terminal: Terminal) {
  const wanted = encrypterFor(flags.recipient ?? []);
  if ('wrong' in wanted) {
    terminal.complain(`clusterseed: "${wanted.wrong}" is no age recipient: they begin with age1`);
    return exitCodes.usage;
  }
  const encrypter = flags.recipient === undefined ? undefined : wanted.encrypter;
  if (flags.signKey === undefined) return { encrypter, key: undefined };
  const key = parseSigningKey(readKey(flags.signKey));
  if (key !== undefined) return { encrypter, key };
  terminal.complain(
    `clusterseed: ${flags.signKey} is no Ed25519 private key in PEM; openssl genpkey -algorithm ed25519 -out ${flags.signKey} makes one`,
  );
  return exitCodes.input;
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

function bundleInput(result: BuildResult): BundleInput | undefined {
  const { cluster, secrets, directory } = result;
  if (cluster === undefined || secrets === undefined || directory === undefined) return undefined;
  return { cluster, secrets, directory, tool: { name: 'clusterseed', version: toolVersion() } };
}

function write(
  path: string,
  bytes: Uint8Array,
  mode: number,
  what: string,
  terminal: Terminal,
): void {
  writeWhole(path, bytes, { mode });
  terminal.note(`${path}: ${what}, ${bytes.length} bytes`);
}

function encryptedName(file: string): string {
  return `${file.replace(/(\.tar)?\.t?gz$/, '')}.secrets.tar.gz.age`;
}
