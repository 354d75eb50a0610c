import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../src/compile.ts';
import { formatDiagnostics } from '../../src/diagnostics/format.ts';
import { listReferences } from '../../src/profile/list-references.ts';
import { mutate } from './profile-mutations.ts';
import { companions, seeds } from './profile-seeds.ts';

const runs = 2_000;

/** The whole check of one text; what it ends with. */
function outcomeOf(text: string): 'accepted' | 'refused' {
  const names = listReferences('fuzz.yaml', new Map([['fuzz.yaml', text]]));
  const sources = companions(
    'fuzz.yaml',
    text,
    names.filter((name) => name !== 'fuzz.yaml'),
  );
  const { cluster, diagnostics } = checkProfile('fuzz.yaml', sources);
  const { all } = diagnostics;
  const lines = text.split('\n').length;
  const badlyPlaced = all.filter(({ span }) => span !== undefined && !(span.line <= lines));
  if (badlyPlaced.length > 0) throw new Error('a finding lies outside the text');
  if (all.length > 0 && formatDiagnostics(all, sources) === '') throw new Error('nothing is said');
  if (cluster === undefined && !diagnostics.hasErrors())
    throw new Error('refused without a reason');
  return cluster === undefined ? 'refused' : 'accepted';
}

describe('any text ends in diagnostics or in a cluster', () => {
  it('accepts the profiles that the others are made of', () => {
    expect(seeds.map(outcomeOf)).toEqual(seeds.map(() => 'accepted'));
  });

  it(`holds for ${runs} mutated profiles`, () => {
    const outcomes = { accepted: 0, refused: 0 };
    for (let seed = 0; seed < runs; seed += 1) {
      const text = mutate(seeds[seed % seeds.length] ?? seeds[0], seed);
      try {
        outcomes[outcomeOf(text)] += 1;
      } catch (error) {
        throw new Error(`seed ${seed} of the mutations ends in an exception`, { cause: error });
      }
    }
    expect(outcomes.refused).toBeGreaterThan(runs / 4);
    expect(outcomes.accepted).toBeGreaterThan(runs / 20);
  }, 900_000);
});
