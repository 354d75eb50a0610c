import fc from 'fast-check';
import { load as loadYaml11or12 } from 'js-yaml';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml } from '../../src/text/yaml.ts';
import { nastyTexts } from '../fixtures/machine.ts';

const text = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({
    unit: fc.constantFrom(...' \t\n:-#\'"|>&*!%@`{}[],?=<~019abenoxyNOY._+\\/é\u0085\u2028'),
  }),
  fc.string({ unit: 'binary' }).map((value) => value.toWellFormed()),
);
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('node'),
      { maxKeys: 4 },
    ),
  ),
})).node;

it('is read back by two other parsers (PyYAML is asked in test/validators)', () => {
  fc.assert(
    fc.property(value, (item) => {
      const document = toYaml({ item });
      expect(loadYaml11or12(document)).toEqual({ item });
      expect(parse(document, { version: '1.1', merge: false })).toEqual({ item });
      expect(parse(document)).toEqual({ item });
    }),
    {
      numRuns: Number(process.env.FUZZ_RUNS ?? 1000),
      seed: Number(process.env.FUZZ_SEED ?? 20261123),
    },
  );
});
