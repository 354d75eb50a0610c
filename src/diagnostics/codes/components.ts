import { defineCode } from '../define-codes.ts';

export interface FlagPlace {
  readonly program: string;
  readonly flag: string;
}

/** Findings about the flags and files that a profile gives to a component. */
export const componentCodes = {
  'components/unknown-flag': defineCode<FlagPlace & { version: string; nearest?: string }>({
    severity: 'error',
    message: ({ program, flag, version }) => `${program} ${version} has no flag --${flag}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
    doc: 'A flag in extraArgs that this version of the program does not know, and on which it would exit.',
  }),
  'components/flag-not-in-version': defineCode<
    FlagPlace & { version: string; range: string; instead?: string }
  >({
    severity: 'error',
    message: ({ program, flag, version }) => `${program} ${version} has no flag --${flag}`,
    hint: ({ flag, range, instead }) =>
      `--${flag} ${range}${instead === undefined ? '' : `; ${instead}`}`,
    doc: 'A flag in extraArgs that other versions of the program have, but not the one of this cluster.',
  }),
  'components/wrong-flag-type': defineCode<FlagPlace & { expected: string }>({
    severity: 'error',
    message: ({ program, flag, expected }) => `--${flag} of ${program} takes ${expected}`,
    doc: 'A value in extraArgs that the program could not read.',
  }),
  'components/managed-flag': defineCode<FlagPlace & { instead: string }>({
    severity: 'error',
    message: ({ program, flag }) => `clusterseed itself decides --${flag} of ${program}`,
    hint: ({ instead }) => instead,
    doc: 'A flag in extraArgs that clusterseed gives itself, or that the program refuses beside one of those.',
  }),
  'components/deprecated-flag': defineCode<FlagPlace & { instead?: string }>({
    severity: 'warning',
    message: ({ program, flag }) => `--${flag} of ${program} is deprecated`,
    hint: ({ instead }) => instead,
    doc: 'A flag in extraArgs that still works in this version but will be removed.',
  }),
};
