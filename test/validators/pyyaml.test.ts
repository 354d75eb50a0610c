import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { renderSeed, renderUserData } from '../../src/render/cloud-init.ts';
import { toYaml } from '../../src/text/yaml.ts';
import { compiledMachines } from '../fixtures/compiled.ts';
import { nastyTexts } from '../fixtures/machine.ts';
import { readWithPyyaml } from './pyyaml/read-with-pyyaml.ts';

/** Strings of what readers of YAML give a meaning to, and any others. */
const text = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({
    unit: fc.constantFrom(
      ...' \t\n:-#\'"|>&*!%@`{}[],?=<~0123456789abefnoxyNOY._+\\/é\u0085\u2028',
    ),
  }),
  fc.string({ unit: 'binary' }).map((value) => value.toWellFormed()),
);

describe('PyYAML', () => {
  it('reads every string back, as a value, in a list, as a key, and deep below', () => {
    const values = fc.sample(text, { numRuns: 2000, seed: 20261123 }).map((item) => ({
      value: item,
      list: [item, [item]],
      map: { [item]: item },
      deep: { below: [{ it: { is: item } }] },
    }));
    const read = readWithPyyaml(values.map(toYaml));
    expect(read).toEqual(values);
  });

  it('reads other scalars back by their type', () => {
    const value = { a: [1, -1, 0.5, 1e21, 1e-7, true, false, null, 2 ** 53 - 1], b: {}, c: [] };
    expect(readWithPyyaml([toYaml(value)])).toEqual([value]);
  });

  it('reads every document as YAML 1.2 does', () => {
    for (const machine of compiledMachines()) {
      const { metaData, networkConfig } = renderSeed(machine);
      const texts = [renderUserData(machine), metaData, networkConfig];
      expect(readWithPyyaml(texts)).toEqual(texts.map((document) => load(document)));
    }
  });
});
