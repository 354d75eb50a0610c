import {
  diagnosticsToJson,
  listSecrets,
  type SecretPlace,
  type SecretStatus,
} from '../../../index.ts';
import { withSecrets } from '../../../output/plan-secrets.ts';
import { readClock } from '../../clock.ts';
import { readDuration } from '../../duration-option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import { formatTable, openTerminal, type Terminal } from '../../terminal.ts';
import { type SecretsFlags, toOpenOptions } from './secrets-flags.ts';

/** Options of `secrets status` as commander gives them. */
export interface StatusFlags extends SecretsFlags {
  readonly failWithin?: string;
}

/**
 * `clusterseed secrets status PROFILE`: every secret, where it is, how long it lives, what depends on it. With
 * --fail-within exit 1 when something that is in use ends too soon, for CI.
 */
export async function runStatus(profile: string, flags: StatusFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const now = readClock();
  const limit =
    flags.failWithin === undefined ? undefined : readDuration('--fail-within', flags.failWithin);
  const planned = await withSecrets(toOpenOptions(profile, flags), async ({ cluster, secrets }) =>
    listSecrets(cluster, secrets, now),
  );
  const { result: rows } = planned;
  const ending = (rows ?? []).filter((row) => endsWithin(row, now, limit));
  if (flags.format === 'json') {
    const diagnostics = diagnosticsToJson(planned.diagnostics);
    const names = ending.map(({ name }) => name);
    const ok = rows !== undefined && names.length === 0;
    terminal.print(JSON.stringify({ ok, secrets: rows, ending: names, diagnostics }, undefined, 2));
  } else {
    reportDiagnostics(planned, terminal);
    if (rows && !terminal.quiet) terminal.print(formatStatus(rows));
    complain(ending, flags.failWithin ?? '', terminal);
  }
  return rows === undefined || ending.length > 0 ? exitCodes.input : exitCodes.ok;
}

function endsWithin(row: SecretStatus, now: Date, limit: number | undefined): boolean {
  if (limit === undefined || row.notAfter === undefined || row.state === 'unused') return false;
  return new Date(row.notAfter).getTime() <= now.getTime() + limit * 1000;
}

function complain(ending: readonly SecretStatus[], within: string, terminal: Terminal): void {
  if (ending.length === 0) return;
  const names = ending.map(({ name, notAfter = '' }) => `  ${name} (${notAfter.slice(0, 10)})`);
  terminal.complain([`${ending.length} end within ${within}:`, ...names].join('\n'));
}

function formatStatus(rows: readonly SecretStatus[]): string {
  const header = ['SECRET', 'STATE', 'ENDS', 'DAYS', 'WHERE', 'WHAT DEPENDS ON IT'];
  return formatTable([header, ...rows.map(tableRow)], [3]);
}

function tableRow(row: SecretStatus): string[] {
  return [
    row.name,
    stateOf(row),
    row.notAfter?.slice(0, 10) ?? '-',
    row.daysLeft === undefined ? '-' : String(row.daysLeft),
    whereOf(row.places),
    someOf(row.dependents),
  ];
}

function stateOf({ state, stage, generation = 1, retired, kind }: SecretStatus): string {
  const old = kind === 'certificate' && retired > 0 ? [`${retired} retired`] : [];
  const number = generation > 1 ? [`generation ${generation}`] : [];
  return [state, ...number, ...(stage === undefined ? [] : [`rotation: ${stage}`]), ...old].join(
    ', ',
  );
}

/** Secret places by node and path when they are few, else how many; a CA's certificate is everywhere. */
function whereOf(places: readonly SecretPlace[]): string {
  const secret = places.filter(({ holds }) => holds === 'secret');
  if (secret.length === 0) return places.length === 0 ? 'nowhere' : `the key nowhere`;
  const [first] = secret;
  const paths = new Set(secret.map(({ path }) => path));
  const nodes = new Set(secret.map(({ node }) => node));
  const at = paths.size === 1 ? `:${first?.path}` : `, ${paths.size} paths`;
  return nodes.size > 3 ? `${nodes.size} machines${at}` : `${[...nodes].join(',')}${at}`;
}

function someOf(dependents: readonly string[]): string {
  const [first = '-', ...others] = dependents;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
