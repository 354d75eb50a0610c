import { cisItems } from '../../diagnostics/cis-items.ts';
import { codes } from '../../diagnostics/codes.ts';
import type { Collector } from '../../diagnostics/collector.ts';
import type { Path, Severity } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../text/nearest.ts';
import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

const severities: ReadonlyMap<string, Severity> = new Map([
  ...Object.entries(codes).map(([code, { severity }]) => [code, severity] as const),
  ...Object.keys(cisItems).map((item) => [`cis/${item}`, 'warning'] as const),
]);

/** Each accepted warning exists, is a warning, has a reason and is accepted once. */
export const checkAccept: Rule = ({ profile }, diagnostics) => {
  const names = machinesOf(profile).flatMap(({ machine }) => machine.name ?? []);
  const seen = new Map<string, number>();
  for (const [index, entry] of (profile.accept ?? []).entries()) {
    if (entry?.code === undefined) continue;
    const { code, reason, machine, path } = entry;
    const at = ['accept', index];
    checkCode(code, [...at, 'code'], diagnostics);
    if (reason?.trim() === '') diagnostics.report('accept/no-reason', [...at, 'reason'], { code });
    if (machine !== undefined && names.length > 0 && !names.includes(machine)) {
      const guess = nearest(machine, names);
      const args = { machine, ...(guess === undefined ? {} : { nearest: guess }) };
      diagnostics.report('accept/unknown-machine', [...at, 'machine'], args);
    }
    const key = JSON.stringify([code, machine, path]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index + 1);
    else diagnostics.report('accept/twice', [...at, 'code'], { code, first });
  }
};

function checkCode(code: string, at: Path, diagnostics: Collector): void {
  const severity = severities.get(code);
  if (severity === 'warning') return;
  if (severity === 'error') {
    diagnostics.report('accept/not-a-warning', at, { code });
    return;
  }
  const warnings = [...severities].flatMap(([name, of]) => (of === 'warning' ? name : []));
  const guess = nearest(code, warnings);
  const shown = code.slice(0, 80);
  diagnostics.report('accept/unknown-code', at, {
    code: shown,
    ...(guess === undefined ? {} : { nearest: guess }),
  });
}
