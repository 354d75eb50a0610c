import { expect, it } from 'vitest';
import { createCollector } from '../../../../src/diagnostics/collector.ts';
import { judgeVersions } from '../../../../src/lifecycle/upgrade/judge-versions.ts';

const known = ['1.36.4', '1.36.3', '1.36.0', '1.35.8', '1.35.0'];

it.each([
  ['1.36.3', '1.36.4', undefined, undefined],
  ['1.36.3', '1.36.3', undefined, undefined],
  ['1.35.8', '1.36.0', undefined, undefined],
  ['1.36.3', '1.37.9', undefined, undefined],
  ['1.36.3', '1.36.2', 'upgrade/downgrade', undefined],
  ['1.36.0', '1.35.8', 'upgrade/downgrade', undefined],
  ['1.34.0', '1.36.0', 'upgrade/skips-minor', 'upgrade to 1.35.8 first, on every machine'],
  ['1.36.3', '1.39.0', 'upgrade/unknown-version', 'did you mean 1.36.0?'],
  ['1.36.3', '1.36', 'upgrade/unknown-version', 'did you mean 1.36.4?'],
  ['1.36.3', '1.3.64', 'upgrade/unknown-version', 'did you mean 1.35.8?'],
  [
    '1.36.3',
    'latest',
    'upgrade/unknown-version',
    'known are the releases of 1.7, 1.33, 1.34, 1.35, 1.36, 1.37',
  ],
])('from %s to %s', (from, to, code, hint) => {
  const diagnostics = createCollector();
  expect(judgeVersions(from, to, known, diagnostics)).toBe(code === undefined);
  expect(diagnostics.all[0]?.code).toBe(code);
  if (hint !== undefined) expect(diagnostics.all[0]?.hint).toBe(hint);
});
