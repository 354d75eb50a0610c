import { defineCode } from '../define-codes.ts';

/** Findings while the text of a profile is read. */
export const sourceCodes = {
  'profile/syntax': defineCode<{ problem: string }>({
    severity: 'error',
    message: ({ problem }) => `this is not valid YAML: ${problem}`,
    hint: ({ problem }) =>
      /missing closing|end with a/.test(problem)
        ? 'a quote or bracket that was opened further up is not closed'
        : 'the cause may lie a line or two above; put a text with “: ”, “#” or “@” in quotes',
    doc: 'The text is not valid YAML. Mend the line; a missing quote or bracket further up may be the cause.',
  }),
  'profile/tab-indent': defineCode({
    severity: 'error',
    message: () => 'a tab is used for indentation',
    hint: () => 'YAML is indented by spaces only: replace the tab by two spaces',
    doc: 'A line is indented by a tab, which YAML forbids. Replace it by spaces.',
  }),
  'profile/duplicate-key': defineCode<{ key: string; firstLine: number }>({
    severity: 'error',
    message: ({ key, firstLine }) => `“${key}” is given twice; the first is in line ${firstLine}`,
    hint: () => 'keep one of the two',
    doc: 'A mapping has the same key twice; only one of the two could count. Remove or merge one.',
  }),
  'profile/invalid-key': defineCode<{ problem: string }>({
    severity: 'error',
    message: ({ problem }) => problem,
    hint: ({ problem }) =>
      problem.includes('<<')
        ? 'put what machines share under “defaults” or “roles”, or in a base profile (“extends”)'
        : undefined,
    doc: 'A key is not a plain word: it is a list, a mapping, an alias or the merge key “<<”. Use a plain key; put shared settings under `defaults`, `roles` or into a base profile.',
  }),
  'profile/unknown-tag': defineCode<{ tag: string }>({
    severity: 'error',
    message: ({ tag }) => `the YAML tag ${tag} is not known here`,
    hint: () => 'remove the tag, or put the value in quotes if it begins with “!”',
    doc: 'A value has a YAML tag (`!name`). Profiles need none. Remove it or quote the value.',
  }),
  'profile/invalid-alias': defineCode<{ problem: string }>({
    severity: 'error',
    message: ({ problem }) => problem,
    hint: () =>
      'a value that begins with “*” is an alias of an anchor “&” further up; quote it if it is text',
    doc: 'An alias names no anchor above it, or the anchor that contains it. Mend the name, or quote a value that begins with `*`.',
  }),
  'profile/too-many-aliases': defineCode<{ expanded: number; written: number }>({
    severity: 'error',
    message: ({ expanded, written }) =>
      `aliases blow ${written} values up to ${expanded}; this is refused`,
    hint: () => 'write the values out, or put them under “defaults” or “roles”',
    doc: 'Aliases of aliases multiply the values beyond all use (a “billion laughs”). Write the values out.',
  }),
  'profile/too-deep': defineCode<{ limit: number }>({
    severity: 'error',
    message: ({ limit }) => `lists and mappings are nested more than ${limit} levels deep`,
    doc: 'The nesting is deeper than any profile needs. A bracket is probably missing.',
  }),
  'profile/several-documents': defineCode({
    severity: 'error',
    message: () => 'a second YAML document begins here; a profile is one document',
    hint: () => 'remove the line “---”, or put the second cluster in a file of its own',
    doc: 'The file holds more than one YAML document. Keep one cluster per file.',
  }),
  'profile/empty': defineCode({
    severity: 'error',
    message: () => 'the profile is empty',
    hint: () => '“clusterseed init” writes a commented profile to start from',
    doc: 'The file has no content but comments. Start with `clusterseed init`.',
  }),
  'profile/not-a-mapping': defineCode<{ found: string }>({
    severity: 'error',
    message: ({ found }) => `a profile is a mapping of keys to values, this is ${found}`,
    hint: () => 'begin with “version: 1”',
    doc: 'The top level of the file is a list or a single value instead of `key: value` lines.',
  }),
  'profile/missing-file': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `the file ${file} does not exist or cannot be read`,
    hint: () =>
      'names are relative to the file that holds them; put the file there or mend the name',
    doc: 'The profile names a file (extends, manifest, file, caFile, source) that is not there. Names are relative to the file that holds them.',
  }),
  'profile/extends-cycle': defineCode<{ chain: readonly string[] }>({
    severity: 'error',
    message: ({ chain }) => `profiles extend each other in a circle: ${chain.join(' → ')}`,
    hint: () => 'remove one of the “extends”',
    doc: 'A base profile extends, directly or through others, the profile that extends it.',
  }),
};
