import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Locate } from '../diagnostics/locate.ts';
import { parseCidr } from '../net/address.ts';
import {
  broughtBy,
  controlPlaneImages,
  type Gain,
  has,
  isAtLeast,
  kubeProxyModes,
  oldestKnownEtcd,
} from '../plan/versions.ts';
import type { ParsedProfile } from '../profile/parse.ts';
import { settingsLayers } from '../profile/rules/settings-layers.ts';
import type { Profile } from '../profile/schema/profile.ts';

/** A setting that the version of the profile has nothing for. */
interface Missing {
  readonly path: Path;
  /** How to call it; without it by its path. */
  readonly setting?: string;
  readonly range: string;
  readonly instead?: string;
}

/**
 * Checks the settings that stand for something that came or went with a version. Reports
 * components/setting-not-in-version and components/unknown-etcd.
 */
export function checkVersionSettings(
  { profile, locate }: ParsedProfile,
  diagnostics: Collector,
): void {
  const { version } = profile.kubernetes;
  const missing = [
    ...configurations(profile),
    ...apiServerSettings(profile),
    ...networkSettings(profile),
    ...addonSettings(profile, locate),
  ];
  for (const { path, ...rest } of missing) {
    const setting = path.filter((step) => typeof step === 'string').join('.');
    const args = { setting, version, ...rest };
    diagnostics.report('components/setting-not-in-version', path, args);
  }
  const etcd = profile.etcd.version;
  if (etcd === undefined || isAtLeast(etcd, oldestKnownEtcd)) return;
  const args = { version: etcd, oldest: oldestKnownEtcd, use: '3.5.33' };
  diagnostics.report('components/unknown-etcd', ['etcd', 'version'], args);
}

/** The finding that `path` needs what came with `gain`, when it is given and the version lacks it. */
function unless(
  { kubernetes }: Profile,
  gain: Gain,
  given: boolean,
  path: Path,
  instead: string,
): Missing[] {
  if (!given || has(kubernetes.version, gain)) return [];
  return [{ path, range: `it came with ${broughtBy(gain)}`, instead }];
}

function configurations(profile: Profile): Missing[] {
  const { kubelet, scheduler, kubeProxy } = profile.kubernetes;
  const given = (config: object | undefined) => Object.keys(config ?? {}).length > 0;
  const needs = (gain: Gain, config: object | undefined, path: Path, instead: string) =>
    unless(profile, gain, given(config), [...path, 'config'], instead);
  const inFlags = 'use kubernetes.kubelet.extraArgs, which hold for all machines';
  const file = 'kubelet configuration file';
  return [
    ...needs(file, kubelet.config, ['kubernetes', 'kubelet'], 'use kubernetes.kubelet.extraArgs'),
    ...settingsLayers(profile).flatMap(({ settings, path }) =>
      needs(file, settings.kubelet?.config, [...path, 'kubelet'], inFlags),
    ),
    ...needs(
      'scheduler configuration file',
      scheduler.config,
      ['kubernetes', 'scheduler'],
      'use kubernetes.scheduler.extraArgs',
    ),
    ...needs(
      'kube-proxy configuration file',
      kubeProxy.config,
      ['kubernetes', 'kubeProxy'],
      'leave it out',
    ),
  ];
}

function apiServerSettings(profile: Profile): Missing[] {
  const { version, image, apiServer } = profile.kubernetes;
  const { jwt, audit, authenticationWebhook: webhook, insecurePort } = apiServer;
  const at: Path = ['kubernetes', 'apiServer'];
  const gone = (path: Path, minor: string): Missing => ({
    path,
    range: `it was removed in ${minor}`,
    instead: 'leave it out',
  });
  return [
    ...unless(
      profile,
      'authentication configuration file',
      jwt.length > 0,
      [...at, 'jwt'],
      'use the flags oidc-… in kubernetes.apiServer.extraArgs',
    ),
    ...unless(
      profile,
      'audit policy v1',
      typeof audit.policy === 'object',
      [...at, 'audit', 'policy'],
      'builtin logs a line for every request and answer',
    ),
    ...unless(
      profile,
      'webhook version',
      webhook?.version === 'v1',
      [...at, 'authenticationWebhook', 'version'],
      'the API server speaks v1beta1: write version: v1beta1',
    ),
    ...(insecurePort !== undefined && has(version, 'secure port only')
      ? [gone([...at, 'insecurePort'], broughtBy('secure port only'))]
      : []),
    ...(image !== undefined && controlPlaneImages(version) === 'own'
      ? [gone(['kubernetes', 'image'], '1.19')]
      : []),
  ];
}

function networkSettings(profile: Profile): Missing[] {
  const { network, kubernetes } = profile;
  const modes = kubeProxyModes(kubernetes.version);
  const { mode } = kubernetes.kubeProxy;
  const families = ['services', 'pods'] as const;
  return [
    ...unless(
      profile,
      'current pod networks',
      network.plugin === 'flannel' || network.plugin === 'routes',
      ['network', 'plugin'],
      'name a manifest of its time, plugin: { manifest: FILE }, or bring one after boot, plugin: none',
    ),
    ...families.flatMap((family) =>
      unless(
        profile,
        'services over IPv6',
        parseCidr(network[family]).family === 6,
        ['network', family],
        'use IPv4',
      ),
    ),
    ...(modes.includes(mode)
      ? []
      : [
          {
            path: ['kubernetes', 'kubeProxy', 'mode'],
            range: `it has the modes ${modes.join(', ')}`,
          },
        ]),
  ];
}

/** The default list has CoreDNS in it without a line that says so: then the version's line is the place. */
function addonSettings(profile: Profile, locate: Locate): Missing[] {
  const index = profile.addons.indexOf('coredns');
  const path = ['addons', index];
  const isWritten = locate(path)?.line !== locate([])?.line;
  return unless(
    profile,
    'current pod networks',
    index >= 0,
    isWritten ? path : ['kubernetes', 'version'],
    'name what you want under addons: - kube-proxy, and for DNS a manifest of its time: - manifest: FILE',
  ).map((missing) => ({ ...missing, setting: 'the addon coredns' }));
}
