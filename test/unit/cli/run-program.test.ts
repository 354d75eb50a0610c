import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { runProgram } from '../../../src/cli/run-program.ts';
import { WorldError } from '../../../src/output/world-error.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  [
    'a failure that was told',
    3,
    /^clusterseed: the disk is away\n$/,
    () => {
      throw new WorldError('the disk is away');
    },
  ],
  [
    'a system call that nobody told of',
    3,
    /^clusterseed: cannot mkdir \/dev\/null\/x: a part of its path is not a directory\n$/,
    () => mkdirSync('/dev/null/x'),
  ],
  ['a bug', 70, /^clusterseed: this is a bug of clusterseed[^\n]*\n$/, () => Buffer.alloc(-1)],
])('%s ends with %i and one sentence', async (_what, code, sentence, action) => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const ended = await runProgram(['node', 'clusterseed'], () => new Command().action(action));
  expect(ended).toBe(code);
  expect(said.mock.calls.map(([text]) => text).join('')).toMatch(sentence);
});
