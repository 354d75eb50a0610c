import { defineCode } from '../define-codes.ts';

export interface FlagPlace {
  readonly program: string;
  readonly flag: string;
}

export interface FieldPlace {
  readonly kind: string;
  readonly field: string;
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
  'components/unknown-feature-gate': defineCode<{
    gate: string;
    version: string;
    range?: string;
    nearest?: string;
  }>({
    severity: 'error',
    message: ({ gate, version }) => `Kubernetes ${version} has no feature gate ${gate}`,
    hint: ({ gate, range, nearest }) => {
      if (range !== undefined) return `${gate} ${range}; leave it out`;
      return nearest === undefined ? undefined : `did you mean ${nearest}?`;
    },
    doc: 'A feature gate that this version does not know: every program exits on one.',
  }),
  'components/locked-feature-gate': defineCode<{ gate: string; version: string; value: boolean }>({
    severity: 'error',
    message: ({ gate, version, value }) =>
      `the feature gate ${gate} of Kubernetes ${version} is locked to ${value}`,
    hint: () => 'leave it out',
    doc: 'A feature gate that is there for compatibility only: the programs exit when it is given the other value.',
  }),
  'components/unknown-field': defineCode<FieldPlace & { version: string; nearest?: string }>({
    severity: 'error',
    message: ({ kind, field, version }) => `${kind} of Kubernetes ${version} has no field ${field}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
    doc: 'A field of a configuration that this version does not read: it would be ignored, or the program would exit.',
  }),
  'components/field-not-in-version': defineCode<FieldPlace & { version: string; range: string }>({
    severity: 'error',
    message: ({ kind, field, version }) => `${kind} of Kubernetes ${version} has no field ${field}`,
    hint: ({ field, range }) => `${field} ${range}`,
    doc: 'A field of a configuration that other versions have, but not the one of this cluster.',
  }),
  'components/wrong-field-type': defineCode<FieldPlace & { expected: string }>({
    severity: 'error',
    message: ({ kind, field, expected }) => `${field} of ${kind} takes ${expected}`,
    doc: 'A value of a configuration that the program could not read.',
  }),
  'components/kind-not-in-version': defineCode<{
    apiVersion: string;
    kind: string;
    version: string;
    known: readonly string[];
  }>({
    severity: 'error',
    message: ({ apiVersion, kind, version }) =>
      `Kubernetes ${version} does not read ${kind} of ${apiVersion}`,
    hint: ({ known }) => (known.length === 0 ? undefined : `it reads ${known.join(', ')}`),
    doc: 'A configuration file whose apiVersion or kind this version does not know.',
  }),
  'components/unknown-admission-plugin': defineCode<{
    plugin: string;
    version: string;
    nearest?: string;
  }>({
    severity: 'error',
    message: ({ plugin, version }) => `Kubernetes ${version} has no admission plugin ${plugin}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
    doc: 'An admission plugin that this version does not have: the API server would exit.',
  }),
};
