import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../../src/diagnostics/format.ts';
import { diagnosticsToJson } from '../../../src/diagnostics/to-json.ts';

function finding(
  file: string,
  line: number,
  column: number,
  length: number,
  more = {},
): Diagnostic {
  const span = { file, line, column, endLine: line, endColumn: column + length };
  return { code: 'x/y', severity: 'error', message: 'wrong', path: [], span, ...more };
}

describe('formatDiagnostics', () => {
  it('is empty when there is nothing to say', () =>
    expect(formatDiagnostics([], new Map())).toBe(''));

  it('prints place, code, message, two lines of context, underline, hint and a summary', () => {
    const texts = new Map([['p.yaml', 'one: 1\ntwo: 2\nthree: 3\nfour: 4\n']]);
    const list = [finding('p.yaml', 3, 8, 1, { hint: 'write 4' })];
    expect(formatDiagnostics(list, texts)).toBe(
      [
        'p.yaml:3:8: error[x/y]: wrong',
        '  1 | one: 1',
        '  2 | two: 2',
        '  3 | three: 3',
        '    |        ^',
        '  hint: write 4',
        '',
        '1 error',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a tab', '\tkey: value', 7, 5, '         ^^^^^'],
    ['wide characters', '日本: 値です', 5, 3, '      ^^^^^^'],
    ['a combining mark', 'e\u0301: x', 5, 1, '   ^'],
    ['nothing', 'key:', 5, 0, '    ^'],
  ])('counts %s in terminal columns', (_what, line, column, length, underline) => {
    const text = formatDiagnostics([finding('p', 1, column, length)], new Map([['p', line]]));
    expect(text.split('\n')[2]).toBe(`    | ${underline}`);
  });

  it('sorts by file, line, column and code, with unplaced findings last', () => {
    const list = [
      { ...finding('b', 1, 1, 1), span: undefined },
      finding('b', 1, 1, 1),
      finding('a', 10, 1, 1),
      finding('a', 9, 5, 1),
      finding('a', 9, 5, 1, { code: 'a/a' }),
      finding('a', 9, 4, 1),
    ].map(({ span, ...rest }) => (span === undefined ? rest : { ...rest, span }));
    const heads = formatDiagnostics(list, new Map()).match(/^.*error\[.*\]/gm);
    expect(heads).toEqual([
      'a:9:4: error[x/y]',
      'a:9:5: error[a/a]',
      'a:9:5: error[x/y]',
      'a:10:1: error[x/y]',
      'b:1:1: error[x/y]',
      'error[x/y]',
    ]);
  });

  it('counts errors and warnings', () => {
    const list = [
      finding('p', 1, 1, 1),
      finding('p', 1, 1, 1),
      finding('p', 1, 1, 1, { severity: 'warning' }),
    ];
    expect(formatDiagnostics(list, new Map())).toMatch(/\n2 errors, 1 warning\n$/);
  });

  it('underlines only the first line of a longer span', () => {
    const span = { file: 'p', line: 1, column: 3, endLine: 4, endColumn: 2 };
    const text = formatDiagnostics(
      [{ ...finding('p', 1, 1, 1), span }],
      new Map([['p', 'a: {\nb\nc\n}']]),
    );
    expect(text.split('\n')[2]).toBe('    |   ^^');
  });

  it('shows a window of a very long line', () => {
    const line = `${'a '.repeat(200)}BAD${' z'.repeat(200)}`;
    const rows = formatDiagnostics([finding('p', 1, 401, 3)], new Map([['p', line]])).split('\n');
    expect(rows[1]?.length).toBeLessThan(180);
    expect(rows[1]?.slice(rows[2]?.indexOf('^'), (rows[2]?.lastIndexOf('^') ?? 0) + 1)).toBe('BAD');
  });

  it('colours only when asked, and puts the directory before file names', () => {
    const list = [finding('p', 1, 1, 1)];
    expect(formatDiagnostics(list, new Map(), { color: true })).toContain('\u001b[1;31merror[x/y]');
    expect(formatDiagnostics(list, new Map(), { directory: 'd/' })).toMatch(/^d\/p:1:1: /);
    expect(formatDiagnostics(list, new Map())).not.toContain('\u001b');
  });

  it('lets no terminal escape of the profile through', () => {
    const list = [finding('p', 1, 1, 1, { message: 'a\u001b[2Jb', hint: '\u0007' })];
    expect(formatDiagnostics(list, new Map([['p', '\u001b[2J']]))).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it.each([
    ['users: [{ passwordHash: $6$salt$abcdef }]', 'abcdef'],
    ['passwordHash: "plain-words"', 'plain-words'],
    ['http: http://user:hunter2@proxy:3128', 'hunter2'],
    ['content: $y$j9T$salt$hash', 'hash'],
    ['  MC4CAQAwBQYDK2VwBCIEIMC4CAQAwBQYDK2VwBCIEIabcdefghijklmno=', 'MC4CAQ'],
  ])('dots out the secret in %s', (line, secret) => {
    expect(formatDiagnostics([finding('p', 1, 1, 1)], new Map([['p', line]]))).not.toContain(
      secret,
    );
  });
});

describe('diagnosticsToJson', () => {
  it('is plain data in the same order', () => {
    const [first, second] = diagnosticsToJson([finding('b', 1, 2, 3), finding('a', 1, 1, 1)]);
    expect(second).toEqual({
      code: 'x/y',
      severity: 'error',
      message: 'wrong',
      path: [],
      file: 'b',
      line: 1,
      column: 2,
      endLine: 1,
      endColumn: 5,
    });
    expect(first?.file).toBe('a');
  });
});
