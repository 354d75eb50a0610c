import { describe, expect, it } from 'vitest';
import { formatEnvironment, formatExec } from '../../../src/text/systemd-exec.ts';
import { escapeSpecifiers, formatUnit } from '../../../src/text/systemd-unit.ts';

describe('formatUnit', () => {
  it('keeps the order of sections and repeated keys', () => {
    const text = formatUnit([
      {
        name: 'Unit',
        entries: [
          ['Description', 'A thing'],
          ['After', 'a.service'],
          ['After', 'b.service'],
        ],
      },
      {
        name: 'Service',
        entries: [
          ['RestartSec', 5],
          ['RemainAfterExit', true],
          ['ExecStart', ['/bin/a', 'b c']],
        ],
      },
    ]);
    expect(text).toBe(
      '[Unit]\nDescription=A thing\nAfter=a.service\nAfter=b.service\n\n' +
        '[Service]\nRestartSec=5\nRemainAfterExit=true\nExecStart=/bin/a "b c"\n',
    );
  });

  it.each(['two\nlines', 'a\n[Install]', 'ends in \\', ' space before', 'nul\0', 'a \\\n\nKey=b'])(
    'refuses a value that does not stay on its line: %j',
    (value) => {
      expect(() => formatUnit([{ name: 'Unit', entries: [['Description', value]] }])).toThrow(
        TypeError,
      );
    },
  );

  it.each(['Key=', 'a b', '', 'x\ny'])('refuses the key %j', (key) => {
    expect(() => formatUnit([{ name: 'Unit', entries: [[key, 'x']] }])).toThrow(TypeError);
  });

  it('refuses an odd section', () => {
    expect(() => formatUnit([{ name: 'A]\n[B', entries: [] }])).toThrow(TypeError);
  });
});

describe('formatExec', () => {
  it.each([
    [['/bin/a', 'plain', '--x=y'], '/bin/a plain --x=y'],
    [['/bin/a', ''], '/bin/a ""'],
    [['/bin/a', '100%', '$HOME', '$$'], '/bin/a 100%% $$HOME $$$$'],
    [['/bin/a', ';', '#b'], '/bin/a ";" "#b"'],
    [['/bin/a', 'say "x"', "it's"], '/bin/a "say \\"x\\"" "it\'s"'],
    [['/bin/a', 'a\\b', 'c\nd\te'], '/bin/a "a\\\\b" "c\\nd\\te"'],
    [['/bin/a', '\x1b\u0085'], '/bin/a "\\u001b\\u0085"'],
  ])('quotes %j', (argv, line) => {
    expect(formatExec(argv)).toBe(line);
  });

  it('gives each argument of a long command its line', () => {
    const flags = Array.from({ length: 9 }, (_, index) => `--a-long-flag-${index}=x`);
    expect(formatExec(['/bin/a', ...flags]).split(' \\\n  ')).toEqual(['/bin/a', ...flags]);
  });

  it.each([[[]], [['a b']], [['/bin/$x']], [['/bin/a', 'nul\0']]])('refuses %j', (argv) => {
    expect(() => formatExec(argv)).toThrow(TypeError);
  });
});

describe('formatEnvironment', () => {
  it('quotes the whole assignment and doubles %, but not $', () => {
    expect(formatEnvironment('A', 'b')).toBe('A=b');
    expect(formatEnvironment('A', 'b "c" 1% $d')).toBe('"A=b \\"c\\" 1%% $d"');
  });

  it('refuses a name that is no variable', () => {
    expect(() => formatEnvironment('A B', 'c')).toThrow(TypeError);
  });
});

it('escapeSpecifiers doubles percent signs', () => {
  expect(escapeSpecifiers('a % b %i')).toBe('a %% b %%i');
});
