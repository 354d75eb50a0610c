import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import { isBefore } from '../plan/minors.ts';
import { firstMinor, isInVersion } from '../plan/version-rows.ts';
import { defaultEtcdVersion } from '../plan/versions.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { nearest } from '../text/nearest.ts';
import { fixedFlag } from './flags/fixed-flags.ts';
import { flagDefinition, flagNames, flagRow, type Program } from './flags/flag-table.ts';
import { type FlagValue, unfitValue } from './flags/flag-value.ts';
import { type FlagSet, formatFlags } from './flags/format-flags.ts';
import { removalOf } from './flags/gone-flags.ts';

type ExtraArgs = Profile['etcd']['extraArgs'];

interface Given {
  readonly program: Program;
  readonly version: string;
  readonly path: Path;
  readonly extraArgs: ExtraArgs;
}

/**
 * The arguments of a program: ours in their order, with the profile's value where it replaces a default, then
 * the profile's other flags by name. The profile must have passed `checkExtraArgs`.
 */
export function mergeFlags(
  program: Program,
  version: string,
  managed: FlagSet,
  extraArgs: ExtraArgs,
): string[] {
  const added = Object.keys(extraArgs)
    .filter((flag) => !Object.hasOwn(managed, flag))
    .sort();
  const replaced = Object.keys(managed).map((flag) => [flag, extraArgs[flag] ?? managed[flag]]);
  return formatFlags(program, version, {
    ...Object.fromEntries(replaced),
    ...Object.fromEntries(added.map((flag) => [flag, extraArgs[flag]])),
  });
}

/**
 * Checks every extraArgs of the profile against the flags of the versions in use. Reports, at the flag's line,
 * components/unknown-flag, components/flag-not-in-version, components/wrong-flag-type, components/managed-flag
 * and, as a warning, components/deprecated-flag.
 */
export function checkExtraArgs(profile: Profile, diagnostics: Collector): void {
  for (const given of extraArgsOf(profile)) {
    for (const [flag, value] of Object.entries(given.extraArgs)) {
      checkFlag(given, flag, value, diagnostics);
    }
  }
}

function extraArgsOf({ kubernetes, etcd }: Profile): Given[] {
  const { version } = kubernetes;
  const part = (
    program: Program,
    key: 'apiServer' | 'controllerManager' | 'scheduler' | 'kubelet',
  ) => ({
    program,
    version,
    path: ['kubernetes', key, 'extraArgs'],
    extraArgs: kubernetes[key].extraArgs,
  });
  return [
    part('kube-apiserver', 'apiServer'),
    part('kube-controller-manager', 'controllerManager'),
    part('kube-scheduler', 'scheduler'),
    part('kubelet', 'kubelet'),
    {
      program: 'etcd',
      version: etcd.version ?? defaultEtcdVersion(version),
      path: ['etcd', 'extraArgs'],
      extraArgs: etcd.extraArgs,
    },
  ];
}

function checkFlag(given: Given, flag: string, value: FlagValue, diagnostics: Collector): void {
  const { program, version } = given;
  const path = [...given.path, flag];
  const definition = flagDefinition(program, version, flag);
  const instead = fixedFlag(program, version, flag);
  if (instead !== undefined) {
    diagnostics.report(
      'components/managed-flag',
      path,
      { program, flag, instead },
      { onKey: true },
    );
    return;
  }
  if (definition === undefined) {
    reportUnknown(given, flag, diagnostics);
    return;
  }
  const expected = unfitValue(definition.type, value);
  if (expected !== undefined) {
    diagnostics.report('components/wrong-flag-type', path, { program, flag, expected });
  }
  if (definition.deprecated) {
    const instead = typeof definition.deprecated === 'string' ? definition.deprecated : inConfig;
    diagnostics.report(
      'components/deprecated-flag',
      path,
      { program, flag, instead },
      { onKey: true },
    );
  }
}

const inConfig = 'most of the kubelet’s settings belong into kubernetes.kubelet.config';

function reportUnknown({ program, version, path }: Given, flag: string, diagnostics: Collector) {
  const range = versionRange(program, version, flag);
  if (range !== undefined) {
    const args = { program, flag, version, ...range };
    diagnostics.report('components/flag-not-in-version', [...path, flag], args, { onKey: true });
    return;
  }
  const guess = nearest(flag.replace(/^-+/, ''), flagNames(program, version));
  const args = { program, flag, version, ...(guess === undefined ? {} : { nearest: guess }) };
  diagnostics.report('components/unknown-flag', [...path, flag], args, { onKey: true });
}

/** When the flag came or went, in words, if some version has or had it, and what to use instead. */
function versionRange(program: Program, version: string, flag: string) {
  const row = flagRow(program, flag);
  if (row === undefined || isInVersion(row, version)) return undefined;
  const gone = removalOf(program, version, flag);
  if (gone !== undefined) return { ...gone, range: `was removed in ${gone.removed}` };
  const first = firstMinor(row);
  return {
    range: `came ${isBefore(version, '1.33') && first === '1.33' ? 'by' : 'with'} ${first}`,
  };
}
