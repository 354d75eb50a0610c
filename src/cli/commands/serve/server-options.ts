import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFolder } from '../../../output/make-folder.ts';
import { toWorldError, WorldError } from '../../../output/world-error.ts';
import type { ServerTls } from '../../../server/app.ts';
import type { BootFiles, ServerContext } from '../../../server/context.ts';
import {
  isEveryAddress,
  isNetwork,
  isPublicHost,
  type Network,
  parseNetwork,
  splitListen,
} from '../../../server/listen-address.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import type { ServeFlags } from './serve-flags.ts';

/** Where to listen, and the address that machines are told: one that they can go to, or it is a usage error. */
export function readListen(flags: ServeFlags): {
  readonly host: string;
  readonly port: number;
  readonly url: string;
} {
  const found = splitListen(flags.listen);
  if (found === undefined) refuseUsage(`--listen takes host:port, not ${flags.listen}`);
  if ((flags.cert === undefined) !== (flags.key === undefined)) {
    refuseUsage('--cert and --key go together');
  }
  if (flags.url === undefined && isEveryAddress(found.host)) {
    refuseUsage(
      `${found.host} is every address of this machine: give --url with the one that machines reach`,
    );
  }
  const scheme = flags.cert === undefined ? 'http' : 'https';
  const url = (flags.url ?? `${scheme}://${flags.listen}`).replace(/\/+$/, '');
  if (!/^https?:\/\/[^\s"'\\]+$/.test(url))
    refuseUsage(`--url takes an http or https address, not ${url}`);
  return { ...found, url };
}

/** Refuses to give private keys away in the clear on a network, unless that was asked for. */
export function refuseOpenHttp(flags: ServeFlags, host: string): void {
  if (flags.cert !== undefined || flags.plainHttp === true || !isPublicHost(host)) return;
  refuseUsage(
    `${host} is reached by other machines and the documents hold private keys: give --cert and --key, or --plain-http`,
  );
}

/** The certificate and key of --cert and --key. */
export function readTls({ cert, key }: ServeFlags): ServerTls | undefined {
  if (cert === undefined || key === undefined) return undefined;
  return { cert: read(cert), key: read(key) };
}

/** The networks of --trust-network. */
export function readNetworks({ trustNetwork = [] }: ServeFlags): readonly Network[] {
  const wrong = trustNetwork.find((text) => !isNetwork(text));
  if (wrong !== undefined)
    refuseUsage(`--trust-network takes a network such as 10.0.0.0/24, not ${wrong}`);
  return trustNetwork.map(parseNetwork);
}

/** The mirror and what iPXE loads from it. A folder that is not there, or lacks that, is a WorldError. */
export function readOffered(flags: ServeFlags): Pick<ServerContext, 'mirror' | 'boot'> {
  const boot = readBoot(flags);
  const { mirror } = flags;
  requireMirror(flags);
  return { ...(mirror === undefined ? {} : { mirror }), ...(boot === undefined ? {} : { boot }) };
}

function requireMirror({ mirror, kernel, initrd }: ServeFlags): void {
  if (mirror === undefined) return;
  if (!isFolder(mirror)) {
    throw new WorldError(`there is no folder ${mirror}: clusterseed mirror --to writes it`);
  }
  const paths = [kernel, initrd].flatMap((path) => (path ? join(mirror, 'files', path) : []));
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new WorldError(`there is no ${missing} for iPXE to load`);
}

function readBoot({ kernel, initrd, kernelArgs = '', mirror }: ServeFlags): BootFiles | undefined {
  if (kernel === undefined && initrd === undefined) return undefined;
  if (kernel === undefined || initrd === undefined || mirror === undefined) {
    refuseUsage('--kernel and --initrd go together, below the files of --mirror');
  }
  const odd = [kernel, initrd].find((path) => !/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(path));
  if (odd !== undefined)
    refuseUsage(`iPXE cannot be told of ${odd}: letters, digits and ._/- only`);
  if (!/^[ -~]*$/.test(kernelArgs)) refuseUsage('--kernel-args takes one line of ASCII');
  return { kernel, initrd, args: kernelArgs };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}
