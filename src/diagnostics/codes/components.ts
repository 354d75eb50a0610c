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
  'components/setting-not-in-version': defineCode<{
    setting: string;
    version: string;
    range: string;
    instead?: string;
  }>({
    severity: 'error',
    message: ({ setting, version }) => `Kubernetes ${version} has nothing for ${setting}`,
    hint: ({ range, instead }) => (instead === undefined ? range : `${range}; ${instead}`),
    doc: 'A setting of the profile stands for something that other versions have, but not the one of this cluster.',
  }),
  'components/system-not-for-version': defineCode<{
    system: string;
    version: string;
    why: string;
    instead: string;
  }>({
    severity: 'error',
    message: ({ system, version, why }) => `Kubernetes ${version} cannot run on ${system}: ${why}`,
    hint: ({ instead }) => instead,
    doc: 'The kubelet of this version cannot run on the operating system or architecture of a machine.',
  }),
  'components/outside-tested-range': defineCode<{
    version: string;
    program: string;
    used: string;
    tested: readonly string[];
  }>({
    severity: 'warning',
    message: ({ version, program, used, tested }) =>
      `Kubernetes ${version} was tested with ${program} ${tested.join(', ')}, not with ${used}`,
    hint: () => 'try the cluster before it carries anything',
    doc: 'An old Kubernetes runs with programs of today, which its project never tried.',
  }),
  'components/insecure-port': defineCode<{ port: number }>({
    severity: 'warning',
    message: ({ port }) =>
      `port ${port} of the API server lets every program of a controller do everything, without a name`,
    hint: () => 'leave insecurePort out: nothing of clusterseed needs it',
    doc: 'kubernetes.apiServer.insecurePort opens a port on 127.0.0.1 that asks neither who it is nor what it may.',
  }),
  'components/shared-ca-key': defineCode({
    severity: 'warning',
    message: () => 'the key of the cluster CA also signs service-account tokens',
    hint: () => 'leave serviceAccountKey out: tokens get a key of their own',
    doc: 'With kubernetes.serviceAccountKey: ca one key does two things, and neither can be renewed without the other.',
  }),
  'components/unknown-etcd': defineCode<{ version: string; oldest: string; use: string }>({
    severity: 'error',
    message: ({ version }) => `the flags of etcd ${version} are not known`,
    hint: ({ oldest, use }) => `known is etcd from ${oldest} on, for example ${use}`,
    doc: 'etcd.version is older than every etcd whose flags clusterseed knows.',
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
