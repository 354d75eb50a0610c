import {
  codes,
  diagnosticsToJson,
  explainCode,
  formatPath,
  listRows,
  nearest as nearestOf,
} from '../../index.ts';
import { type Explanation, explainProfile } from '../../output/explain-profile.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { refuseUsage } from '../refuse-usage.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { formatTable, openTerminal, type Terminal } from '../terminal.ts';

/** Options of `explain` as commander gives them. */
export interface ExplainFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly format: 'text' | 'json';
}

/**
 * `clusterseed explain PROFILE NODE [PATH]`: what lies on a node and why; `clusterseed explain CODE`: what a diagnostic
 * means. A name that there is not is a usage error that names the nearest.
 */
export async function runExplain(
  target: string,
  node: string | undefined,
  path: string | undefined,
  flags: ExplainFlags,
): Promise<ExitCode> {
  const terminal = openTerminal(false);
  if (node === undefined) return printCode(target, flags, terminal);
  const explanation = await explainProfile({
    profilePath: target,
    out: flags.out,
    node,
    now: readClock(),
    ...(path === undefined ? {} : { path }),
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  });
  const { unknown } = explanation;
  if (unknown !== undefined) {
    const what = unknown.what === 'machine' ? `machine ${node}` : `path ${path} on ${node}`;
    const hint = unknown.nearest === undefined ? '' : `; did you mean ${unknown.nearest}?`;
    refuseUsage(`there is no ${what}${hint}`);
  }
  if (flags.format === 'json') terminal.print(toJson(explanation));
  else {
    reportDiagnostics(explanation, terminal);
    if (explanation.path) terminal.print(formatPath(explanation.path));
    else if (explanation.node) terminal.print(formatTable(listRows(explanation.node)));
  }
  return explanation.node === undefined ? exitCodes.input : exitCodes.ok;
}

function printCode(code: string, { format }: ExplainFlags, terminal: Terminal): ExitCode {
  const known = explainCode(code);
  if (known === undefined) {
    const nearest = nearestOf(code, Object.keys(codes));
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    refuseUsage(
      code.includes('/') && !/\.ya?ml$/.test(code)
        ? `there is no diagnostic ${code}${hint}`
        : 'say which machine: clusterseed explain PROFILE MACHINE [PATH], or explain CODE',
    );
  }
  const { severity, doc } = known;
  terminal.print(
    format === 'json'
      ? JSON.stringify({ ok: true, code, severity, doc }, undefined, 2)
      : `${code} (${severity}): ${doc}`,
  );
  return exitCodes.ok;
}

function toJson({ node, path, diagnostics }: Explanation): string {
  const found = diagnosticsToJson(diagnostics);
  const result =
    path !== undefined
      ? { ok: true, ...path, diagnostics: found }
      : { ok: node !== undefined, node: node?.node.name, items: node?.items, diagnostics: found };
  return JSON.stringify(result, undefined, 2);
}
