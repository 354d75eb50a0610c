import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dumpYaml, toYaml, toYamlDocuments } from '../../../src/text/yaml.ts';

it('leaves out what is undefined and keeps the order of keys', () => {
  expect(toYaml({ b: 1, a: undefined, c: [{ d: undefined, e: 2 }] })).toBe('b: 1\nc:\n- e: 2\n');
});

it('never folds, never refers back', () => {
  const shared = { text: 'word '.repeat(60) };
  const text = toYaml({ one: shared, two: shared });
  expect(text.split('\n')).toHaveLength(5);
  expect(text).not.toContain('&');
});

it('quotes what a reader of YAML 1.1 takes for something else', () => {
  const texts = ['yes', '12:30', '0b_', '2026-11-22', '=', '0644', '1_000', '52:54:00:12:34:56'];
  for (const text of texts) expect(toYaml({ a: text })).toMatch(/^a: ['"]/);
  expect(toYaml({ '--- a': 1 })).toBe('"--- a": 1\n');
});

it('writes text of several lines as a literal block', () => {
  expect(toYaml({ a: 'b\n c\n' })).toBe('a: |\n  b\n   c\n');
});

it('parts documents', () => {
  expect(toYamlDocuments([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
});

it('refuses a lone surrogate', () => {
  expect(() => toYaml({ a: '\ud800' })).toThrow(TypeError);
});

it('writes what js-yaml writes', () => {
  const words = [
    ...[
      'a',
      '/etc/x.conf',
      '--flag=a:b,c',
      'a: b',
      '- a',
      'no',
      'NULL',
      '0x1f',
      '1',
      'é',
      'a b',
      'a #b',
    ],
    ...[
      '10.0.0.1',
      '10.0.0.0/8',
      '1.2.3',
      '1s',
      '250m',
      '0s',
      '0644',
      '0888',
      '10',
      'true',
      'True',
      'x || y -z',
      'a@b?c=*',
    ],
  ];
  const texts = [
    'a\n',
    'a\nb',
    'a\n\n b\n',
    'a \n',
    '---\na\n',
    ' a\nb\n',
    'a\n\n',
    '\n',
    'a\tb\nc',
    '',
  ];
  const scalar = fc.oneof(
    fc.constantFrom(...words, ...texts),
    fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', ':', '#', '|', '.', '/', '1') }),
    fc.jsonValue({ maxDepth: 0 }),
    fc.constantFrom(undefined, -0, 1e21, [], {}),
  );
  const key = fc.constantFrom('a', 'b/c.d', 'no', 'a b', '-', '', 'key');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => toYaml(value) === dumpYaml(value)),
    { numRuns: 1000, seed: 20261128 },
  );
});
