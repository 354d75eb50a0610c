import type { Path } from '../../diagnostics/diagnostic.ts';
import { formatsOf, machinesOf, osOf } from './machines-of.ts';
import type { Rule, RuleInput } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

interface Idle {
  readonly path: Path;
  readonly setting: string;
  readonly because: string;
}

/** Settings that were written change something. */
export const checkSettingsWithEffect: Rule = (input, diagnostics) => {
  for (const { path, setting, because } of idleSettings(input)) {
    if (!input.wrote(path)) continue;
    diagnostics.report('profile/no-effect', path, { setting, because }, { onKey: true });
  }
};

function idleSettings(input: RuleInput): Idle[] {
  const idle: Idle[] = [];
  const { mirror, network } = input.profile;
  const add = (path: Path, because: string) =>
    idle.push({ path, setting: path.join('.'), because });
  if (mirror?.only === true && mirror.files === undefined && mirror.images === undefined) {
    add(['mirror', 'only'], 'no mirror is given, so the official addresses are asked');
  }
  if (mirror?.insecureImages === true && mirror.images === undefined) {
    add(['mirror', 'insecureImages'], 'mirror.images is not given');
  }
  const proxy = network?.proxy;
  const wroteProxy =
    input.wrote(['network', 'proxy', 'http']) || input.wrote(['network', 'proxy', 'https']);
  if (proxy !== undefined && !wroteProxy) {
    add(['network', 'proxy'], 'neither http nor https is given');
  }
  if (!usesSplit(input)) add(['target', 'store'], 'no machine has delivery: split');
  if (!usesIgnition(input)) {
    add(['target', 'ignitionVersion'], 'no machine gets an Ignition document');
  }
  return idle;
}

function usesSplit({ profile }: RuleInput): boolean {
  const layers = settingsLayers(profile).map(({ settings }) => settings);
  return [profile.target, ...layers].some((layer) => layer?.delivery === 'split');
}

function usesIgnition({ profile }: RuleInput): boolean {
  return machinesOf(profile).some((placed) => {
    const asked = formatsOf(profile, placed);
    if (asked !== undefined) return asked.formats.includes('ignition');
    const os = osOf(profile, placed)?.os;
    return os === undefined || os === 'flatcar' || os === 'fedora-coreos';
  });
}
