import { expect, it } from 'vitest';
import { partFetcher } from '../../src/render/part-fetcher.ts';
import { runTool } from './trees/run-tool.ts';

const quiet = { status: 0, stdout: '', stderr: '' };

it('pyflakes finds nothing in the fetcher of the second part, and something in what is wrong', () => {
  expect(runTool('/usr/bin/pyflakes3', [], { input: partFetcher })).toEqual(quiet);
  expect(runTool('/usr/bin/pyflakes3', [], { input: 'print(missing)\n' }).status).not.toBe(0);
});

it('Python 3.9 would read it, without a warning', () => {
  const script = 'import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 9))';
  const args = ['-W', 'error', '-c', script];
  expect(runTool('/usr/bin/python3', args, { input: partFetcher })).toEqual(quiet);
});
