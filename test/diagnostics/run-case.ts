import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProfile } from '../../src/compile.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { listReferences } from '../../src/profile/list-references.ts';

export const casesDirectory: string = join(import.meta.dirname, 'cases');

/** One bad profile with what it must report: `code @ line:col`, or `code @ file:line:col` for a base. */
export interface BadProfile {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

/** Every bad profile of test/diagnostics/cases; the first comment lines say `# expect: code @ line:col`. */
export function readCases(): BadProfile[] {
  return readdirSync(casesDirectory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(casesDirectory, name), 'utf8');
      const expected = [...text.matchAll(/^# expect: (.*)$/gm)].map(([, line]) => line ?? '');
      return { name, text, expected };
    });
}

/** The profile with every file that it names and that lies beside it. */
export function readSources(name: string, text: string): Map<string, string> {
  const sources = new Map([[name, text]]);
  const tried = new Set([name]);
  for (;;) {
    const wanted = listReferences(name, sources).filter((file) => !tried.has(file));
    if (wanted.length === 0) return sources;
    for (const file of wanted) {
      tried.add(file);
      const path = join(casesDirectory, file);
      if (existsSync(path)) sources.set(file, readFileSync(path, 'utf8'));
    }
  }
}

/** What is found in a profile, as the first lines of a case state it. */
export function findingsOf(name: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, span }) => {
    if (span === undefined) return `${code} @ nowhere`;
    const file = span.file === name ? '' : `${span.file}:`;
    return `${code} @ ${file}${span.line}:${span.column}`;
  });
}

/** Runs the profile through every check that needs no secrets. */
export function checkCase({ name, text }: BadProfile): readonly Diagnostic[] {
  return checkProfile(name, readSources(name, text)).diagnostics.all;
}
