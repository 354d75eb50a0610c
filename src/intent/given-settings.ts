import type { Path } from '../diagnostics/diagnostic.ts';
import { settingsLayers } from '../profile/rules/settings-layers.ts';
import type { Profile } from '../profile/schema/profile.ts';

/** Programs whose flags and fields a profile passes through, by their key in it. */
export type ProgramKey =
  | 'apiServer'
  | 'controllerManager'
  | 'scheduler'
  | 'kubelet'
  | 'kubeProxy'
  | 'etcd';

/** Something that the profile passes through to a program: a flag, or a field of its configuration file. */
export interface GivenSetting {
  readonly program: ProgramKey;
  /** `--read-only-port`, or the field: `authentication.anonymous.enabled`. */
  readonly name: string;
  /** Each value as text; a list has several. */
  readonly values: readonly string[];
  readonly path: Path;
}

/** Every flag and configuration field that the profile itself gives, wherever it does. */
export function givenSettings(profile: Profile): GivenSetting[] {
  const { kubernetes, etcd } = profile;
  const { kubelet, kubeProxy, scheduler } = kubernetes;
  const flags = (['apiServer', 'controllerManager', 'scheduler', 'kubelet'] as const).flatMap(
    (program) =>
      flagsIn(program, ['kubernetes', program, 'extraArgs'], kubernetes[program].extraArgs),
  );
  return [
    ...flags,
    ...flagsIn('etcd', ['etcd', 'extraArgs'], etcd.extraArgs),
    ...fieldsIn('kubelet', ['kubernetes', 'kubelet', 'config'], kubelet.config),
    ...fieldsIn('kubeProxy', ['kubernetes', 'kubeProxy', 'config'], kubeProxy.config),
    ...fieldsIn('scheduler', ['kubernetes', 'scheduler', 'config'], scheduler.config),
    ...settingsLayers(profile).flatMap(({ settings, path }) =>
      fieldsIn('kubelet', [...path, 'kubelet', 'config'], settings?.kubelet?.config ?? {}),
    ),
  ];
}

type Flags = Profile['etcd']['extraArgs'];

function flagsIn(program: ProgramKey, path: Path, flags: Flags): GivenSetting[] {
  return Object.entries(flags).map(([flag, value]) => ({
    program,
    name: `--${flag}`,
    values: [value]
      .flat()
      .flatMap((item) => String(item).split(','))
      .map((item) => item.trim()),
    path: [...path, flag],
  }));
}

function fieldsIn(program: ProgramKey, base: Path, config: unknown): GivenSetting[] {
  const given: GivenSetting[] = [];
  const visit = (value: unknown, keys: readonly string[]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, child] of Object.entries(value)) visit(child, [...keys, key]);
      return;
    }
    const values = [value].flat().map(String);
    given.push({ program, name: keys.join('.'), values, path: [...base, ...keys] });
  };
  visit(config, []);
  return given;
}
