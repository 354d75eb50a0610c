import fc from 'fast-check';
import { load, YAMLException } from 'js-yaml';
import { expect, it } from 'vitest';
import { readSimpleYaml } from '../../../src/text/read-simple-yaml.ts';
import { toYaml } from '../../../src/text/yaml.ts';

it('reads what we write', () => {
  const value = {
    version: 1,
    token: '9fd563f305f6efab2b885c36d72a81d5',
    encryptionKey: '7p831Dirl6SkiUHXQGOo6Tue7+dkVkLqxLopB8C6WXU=',
    zero: 0,
    on: undefined,
    cas: { 'front-proxy': { certificate: '-----BEGIN-----\nMII=\n\n  x\n-----END-----\n' } },
    list: [{ mode: '0644', args: ['--a=b', '/x y'] }, '10.0.0.1/8', true, 'true', 'a: b'],
    last: 'no\nend',
  };
  const text = `# the cluster’s\n${toYaml(value)}...\n`;
  expect(readSimpleYaml(text)).toEqual(load(text));
  expect(readSimpleYaml(text)).toMatchObject({ zero: 0, last: 'no\nend' });
});

it('leaves to js-yaml what it must judge', () => {
  const texts = [
    ...['', '# a\n', 'a: 1', 'a:\n', 'a: null\n', 'a: ~\n', 'a: 1\na: 2\n', 'yes: 1\n', '1: 2\n'],
    ...[
      'a: b\n  c\n',
      'a: |\n b\nc\n',
      'a: |+\n  b\n\n',
      'a: |\n\n  b\n',
      'a: 1\n- b\n',
      '- - a\n',
    ],
    ...['a: 1\n---\nb: 1\n', 'a: &b 1\n', 'a: !!str 1\n', 'a: {}\n', 'a: 1 # b\n', 'a:\tb\n'],
    ...[
      'a: |\n  b\n   \n',
      'a: 0644\n',
      'a: 1e3\n',
      'a: 0b1\n',
      'a: 12E05\n',
      'a: 1_0\n',
      'a: "\\n"\n',
      "a: 'b''c'\n",
      '__proto__: 1\n',
    ],
    Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
  ];
  for (const text of texts) expect(readSimpleYaml(text), text).toBeUndefined();
});

const line = fc
  .tuple(
    fc.constantFrom(0, 0, 1, 2, 2, 4),
    fc.constantFrom('', '- ', '- - ', 'a: ', 'b:', 'c: ', '- a: ', 'on: ', '#'),
    fc.constantFrom(
      '',
      'x',
      '|',
      '|-',
      '1',
      '0',
      '012',
      '9a',
      '9e9',
      "'q'",
      '"q"',
      'true',
      'x: y',
      '...',
      '#',
    ),
  )
  .map(([indent, start, rest]) => `${' '.repeat(indent)}${start}${rest}\n`);

it('never reads anything as js-yaml does not', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 7 }), (lines) => {
      const text = lines.join('');
      const value = readSimpleYaml(text);
      if (value !== undefined) expect(value).toEqual(loaded(text));
    }),
    { numRuns: 3000 },
  );
});

it('reads any value that it reads as it was written', () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(value, (each) => {
      const text = toYaml(each);
      const read = readSimpleYaml(text);
      if (read !== undefined) expect(read).toEqual(load(text));
    }),
  );
});

function loaded(text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    if (error instanceof YAMLException) return error.message;
    throw error;
  }
}
