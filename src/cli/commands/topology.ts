import {
  deriveTopology,
  diagnosticsToJson,
  formatMermaid,
  formatSvg,
  type Topology,
} from '../../index.ts';
import { openProfile } from '../../output/open-profile.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal } from '../terminal.ts';

/** Options of `topology` as commander gives them. */
export interface TopologyFlags {
  readonly format: 'svg' | 'mermaid' | 'json';
}

/** `clusterseed topology PROFILE`: who talks to whom, as a picture on standard output. */
export function runTopology(profilePath: string, { format }: TopologyFlags): ExitCode {
  const terminal = openTerminal(false);
  const profile = openProfile({ profilePath, out: 'out' });
  const findings = profile.findings();
  const topology = profile.cluster && deriveTopology(profile.cluster);
  if (format === 'json') {
    const diagnostics = diagnosticsToJson(findings.diagnostics);
    const result = { ok: topology !== undefined, ...topology, diagnostics };
    terminal.print(JSON.stringify(result, undefined, 2));
  } else {
    reportDiagnostics(findings, terminal);
    if (topology) terminal.print(draw(topology, format).trimEnd());
  }
  return topology === undefined ? exitCodes.input : exitCodes.ok;
}

function draw(topology: Topology, format: 'svg' | 'mermaid'): string {
  return format === 'svg' ? formatSvg(topology) : formatMermaid(topology);
}
