import { describe, expect, it } from 'vitest';
import { codes } from '../../src/diagnostics/codes.ts';
import { checkCase, findingsOf, readCases } from './run-case.ts';

const cases = readCases();

/** Codes that a rule of an earlier stage forestalls in the whole flow; unit tests show them. */
const forestalled = new Set(['plan/pod-cidr-outside']);

/** The lint of intent has cases of its own; what it says of the other bad profiles is beside their point. */
function isJudged(name: string, code: string): boolean {
  return /^(accept|intent)-/.test(name) || !code.startsWith('intent/');
}

describe('every bad profile is told what is wrong and where', () => {
  it.each(cases.map((badProfile) => [badProfile.name, badProfile] as const))(
    '%s',
    (_name, badProfile) => {
      const found = checkCase(badProfile).filter(({ code }) => isJudged(badProfile.name, code));
      expect(findingsOf(badProfile.name, found).sort()).toEqual([...badProfile.expected].sort());
      expect(found.length).toBeGreaterThan(0);
    },
  );
});

describe('the cases and the table of codes', () => {
  const shown = new Set(
    cases.flatMap(({ expected }) => expected.map((line) => line.split(' @ ')[0])),
  );

  it('have a case for every code of the stages profile, accept, plan and intent', () => {
    const inputCodes = Object.keys(codes).filter((code) =>
      /^(profile|accept|plan|intent)\//.test(code),
    );
    expect(inputCodes.filter((code) => !shown.has(code) && !forestalled.has(code))).toEqual([]);
  });

  it('are many and small', () => {
    expect(cases.length).toBeGreaterThanOrEqual(45);
    for (const { text } of cases) expect(text.split('\n').length).toBeLessThan(40);
  });
});
