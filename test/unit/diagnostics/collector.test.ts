import { expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';

it('knows errors from warnings', () => {
  const diagnostics = createCollector();
  diagnostics.report('profile/even-etcd', ['machines'], { members: 2 });
  expect(diagnostics.hasErrors()).toBe(false);
  diagnostics.report('profile/no-etcd', ['machines'], {});
  expect(diagnostics.hasErrors()).toBe(true);
});

it('gives spans to findings before and after it learns where paths lie', () => {
  const diagnostics = createCollector();
  diagnostics.report('profile/no-etcd', ['a'], {});
  expect(diagnostics.all[0]?.span).toBeUndefined();
  diagnostics.locateWith((path) => ({
    file: String(path[0]),
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
  }));
  diagnostics.report('profile/no-controller', ['b'], {});
  expect(diagnostics.all.map(({ span }) => span?.file)).toEqual(['a', 'b']);
  expect(diagnostics.all.map(({ span }) => span?.file)).toEqual(['a', 'b']);
});
