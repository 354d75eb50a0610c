import {
  findPackage,
  listUnpackaged,
  ownPackages,
  type PackageName,
  packageNames,
  packagerOf,
  platformNames,
} from '../../index.ts';
import { buildProfile } from '../../output/build-profile.ts';
import { openProfile } from '../../output/open-profile.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

/** Options of `package` as commander gives them. */
export interface PackageFlags {
  readonly out: string;
  /** Each may hold several names, parted by commas. */
  readonly for?: readonly string[];
  readonly url?: string;
  readonly kernelArgs?: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/**
 * `clusterseed package PROFILE --for PLATFORM`: builds, and writes what the platforms take beside the documents, in
 * `out/<cluster>/packages/<name>/`. Without `--for`, what the machines' own platforms take.
 */
export async function runPackage(profilePath: string, flags: PackageFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const asked = askedNames(flags, terminal);
  if (typeof asked === 'number') return asked;
  const options = {
    profilePath,
    out: flags.out,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  };
  const { cluster, findings } = openProfile(options);
  if (cluster === undefined) {
    reportDiagnostics(findings(), terminal);
    return exitCodes.input;
  }
  const names = asked.length > 0 ? asked : ownPackages(cluster);
  const refused = refuseNames(names, flags, terminal);
  if (refused !== undefined) return refused;
  const url = flags.url?.replace(/\/+$/, '');
  const { kernelArgs = '' } = flags;
  const packages = { names, kernelArgs, ...(url === undefined ? {} : { url }) };
  const unfit = listUnpackaged(cluster, packages);
  for (const { node, name } of unfit) {
    const { formats } = packagerOf(name).packager;
    terminal.complain(
      `clusterseed: ${name} takes ${formats.join(' or ')} only, which ${node} has no document for: see target.format`,
    );
  }
  if (unfit.length > 0) return exitCodes.input;
  const strict = flags.strict === true;
  const result = await buildProfile({
    ...options,
    now: readClock(),
    write: true,
    strict,
    packages,
  });
  reportDiagnostics(result, terminal);
  if (result.directory === undefined) return exitCodes.input;
  for (const name of names) terminal.note(`${result.directory}/packages/${name}/`);
  return exitCodes.ok;
}

function askedNames(flags: PackageFlags, terminal: Terminal): PackageName[] | ExitCode {
  const words = (flags.for ?? []).flatMap((word) => word.split(',')).filter((word) => word !== '');
  const found = words.map((word) => ({ word, name: findPackage(word) }));
  const unknown = found.find(({ name }) => name === undefined);
  if (unknown !== undefined) {
    terminal.complain(`clusterseed: ${explainUnknown(unknown.word)}`);
    return exitCodes.usage;
  }
  const names = new Set(found.map(({ name }) => name));
  return packageNames.filter((name) => names.has(name));
}

function explainUnknown(word: string): string {
  const known = platformNames.find((name) => name === word.toLowerCase());
  return known === undefined
    ? `"${word}" has no package; there are: ${packageNames.join(', ')}`
    : `${known} takes documents as they are: with target.platform: ${known}, attach what build writes as user data`;
}

function refuseNames(
  names: readonly PackageName[],
  { url, kernelArgs = '' }: PackageFlags,
  terminal: Terminal,
): ExitCode | undefined {
  if (names.length === 0) {
    terminal.complain(
      `clusterseed: the profile's platform takes its documents as they are; name another one with --for: ${packageNames.join(', ')}`,
    );
    return exitCodes.usage;
  }
  const served = names.find((name) => packagerOf(name).packager.needsUrl === true);
  if (url === undefined && served !== undefined) {
    terminal.complain(
      `clusterseed: ${served} needs --url, the address that its folder will be served at, such as http://192.0.2.1/icc`,
    );
    return exitCodes.usage;
  }
  if (url !== undefined && !/^https?:\/\/[\w.~:/@%+=,[\]-]+$/.test(url)) {
    terminal.complain(`clusterseed: --url takes an http or https address, not "${url}"`);
    return exitCodes.usage;
  }
  if (/\$\{|(^| )(&&|\|\|)( |$)|[^ -~]/.test(kernelArgs)) {
    terminal.complain(
      'clusterseed: --kernel-args takes words in ASCII that no boot loader expands',
    );
    return exitCodes.usage;
  }
  return undefined;
}
