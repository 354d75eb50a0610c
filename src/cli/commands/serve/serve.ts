import { once } from 'node:events';
import { buildProfile } from '../../../output/build-profile.ts';
import { isFolder } from '../../../output/make-folder.ts';
import { hashToken } from '../../../server/access.ts';
import { readAdminToken } from '../../../server/admin-token.ts';
import type { ServerContext } from '../../../server/context.ts';
import { followBuild } from '../../../server/follow-build.ts';
import { startServer } from '../../../server/listen.ts';
import { type LogLines, openLog } from '../../../server/log-lines.ts';
import { createMetrics } from '../../../server/metrics.ts';
import { openNeighbours } from '../../../server/neighbours.ts';
import { openState } from '../../../server/state/open-state.ts';
import { rememberOwners } from '../../../server/state/remember-owners.ts';
import { viewPlan } from '../../../server/view-plan.ts';
import { readClock } from '../../clock.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import { openTerminal, type Terminal } from '../../terminal.ts';
import { toolVersion } from '../../tool-version.ts';
import { findPlaces, type ServeFlags, type ServePlaces } from './serve-flags.ts';
import {
  readListen,
  readNetworks,
  readOffered,
  readTls,
  refuseOpenHttp,
} from './server-options.ts';

/**
 * `clusterseed serve [SOURCE]`: builds a profile first, then serves until it is interrupted. Standard output is the log,
 * one JSON object a line.
 */
export async function runServe(source: string | undefined, flags: ServeFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const { host, port, url } = readListen(flags);
  let told = url;
  refuseOpenHttp(flags, host);
  const networks = { cidrs: readNetworks(flags), macOf: openNeighbours(Date.now) };
  const offered = readOffered(flags);
  const tls = readTls(flags);
  const plan = await buildSource(source, flags, terminal);
  if (plan === undefined) return exitCodes.input;
  const places = findPlaces(source, flags);
  const build = followBuild(places.directory, ({ problem }) => {
    if (problem === undefined) terminal.note('a new build is served');
    else terminal.complain(`the build before is served on: ${problem}`);
  });
  const { token, made } = readAdminToken(places.adminTokenFile);
  const state = rememberOwners(await openState(places.state, places.cluster));
  const context: ServerContext = {
    get shelf() {
      return build.shelf;
    },
    state,
    metrics: createMetrics(),
    networks,
    adminTokenSha256: hashToken(token),
    get url() {
      return told;
    },
    version: toolVersion(),
    plan,
    now: Date.now,
    ...offered,
  };
  const log = logTo(process.stdout, terminal);
  const options = { host, port, log: log.write, ...(tls === undefined ? {} : { tls }) };
  const server = await startServer(context, options);
  // With port 0 the system chooses one.
  if (flags.url === undefined) told = url.replace(/:0$/, `:${server.port}`);
  announce(terminal, { context, places, flags, made, port: server.port });
  const watch = setInterval(build.look, 2000);
  await interrupted();
  clearInterval(watch);
  terminal.note('ending');
  await server.close();
  log.flush();
  return exitCodes.ok;
}

/** A log that is lost is told of once; machines get their documents all the same. */
function logTo(output: NodeJS.WriteStream, terminal: Terminal): LogLines {
  output.once('error', () => terminal.complain('the log is lost from here on; serving goes on'));
  return openLog((text) => void output.write(text));
}

async function buildSource(
  source: string | undefined,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<ServerContext['plan'] | undefined> {
  if (source === undefined || isFolder(source)) return { links: [], certificates: [] };
  const result = await buildProfile({
    profilePath: source,
    out: flags.out,
    now: readClock(),
    write: true,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  });
  reportDiagnostics(result, terminal);
  const { cluster, secrets } = result;
  return cluster === undefined || secrets === undefined ? undefined : viewPlan(cluster, secrets);
}

interface Announcement {
  readonly context: ServerContext;
  readonly places: ServePlaces;
  readonly flags: ServeFlags;
  readonly made: boolean;
  readonly port: number;
}

/** Says where the server is and, aloud, what protects the private keys. */
function announce(terminal: Terminal, found: Announcement): void {
  const { context, places, flags, made, port } = found;
  const { cluster, nodes } = context.shelf;
  const listen = flags.listen.replace(/:\d+$/, `:${port}`);
  terminal.note(
    `serving ${cluster} (${nodes.size} nodes) on ${listen}, for machines at ${context.url}`,
  );
  terminal.note(
    `board: ${context.url}/board/, with the token in ${places.adminTokenFile}${made ? ' (new)' : ''}`,
  );
  terminal.note(`state: ${places.state.replace(/\/\/[^@/]*@/, '//…@')}`);
  for (const cidr of flags.trustNetwork ?? []) {
    terminal.complain(
      `trusted: whoever has a node’s address or MAC address in ${cidr} gets that node’s private keys, once`,
    );
  }
  if (flags.cert === undefined) {
    terminal.complain('without TLS: whoever can listen on the way reads the private keys');
  }
}

async function interrupted(): Promise<void> {
  const ended = new AbortController();
  const { signal } = ended;
  await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal })));
  ended.abort();
}
