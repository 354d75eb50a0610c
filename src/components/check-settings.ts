import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import { has } from '../plan/versions.ts';
import { settingsLayers } from '../profile/rules/settings-layers.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { nearest } from '../text/nearest.ts';
import { readYaml } from '../text/read-yaml.ts';
import { checkValue, type FieldCheck } from './check-fields.ts';
import { checkGates, gatesOfFlag } from './check-gates.ts';
import { apiVersionsOf, isConfigurationGroup, kindType } from './tables/kinds.ts';
import { admissionPlugins } from './tables/names.ts';

const kubelet = ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'] as const;
const scheduler = ['kubescheduler.config.k8s.io/v1', 'KubeSchedulerConfiguration'] as const;
const kubeProxy = ['kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration'] as const;

/**
 * Checks every setting that the profile passes through, against the tables of its Kubernetes: fields and types of
 * the configurations of kubelet, scheduler and kube-proxy, the API server's jwt list, configuration files of the
 * profile's own, feature gates and admission plugins. Reports the codes of checkValue and checkGates,
 * components/kind-not-in-version and components/unknown-admission-plugin. Where a version has no such configuration
 * there is nothing to hold it against: checkVersionSettings says so.
 */
export function checkSettings(
  profile: Profile,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): void {
  const { version } = profile.kubernetes;
  if (has(version, 'authentication configuration file')) {
    checkConfigurations(profile, diagnostics);
    checkJwt(profile, diagnostics);
    checkFiles(profile, sources, diagnostics);
  }
  checkFlagGates(profile, diagnostics);
  checkAdmissionPlugins(profile, diagnostics);
}

function checkConfigurations(profile: Profile, diagnostics: Collector): void {
  const { version, scheduler: ofScheduler, kubeProxy: ofProxy, kubelet: own } = profile.kubernetes;
  const check = (
    [apiVersion, kind]: readonly [string, string],
    config: Readonly<Record<string, unknown>>,
    path: Path,
  ) => {
    const type = kindType(version, apiVersion, kind);
    // apiVersion and kind are ours: profile/managed-setting says so.
    const { apiVersion: _apiVersion, kind: _kind, ...fields } = config;
    if (type !== undefined) checkValue({ version, kind, diagnostics }, type, fields, path);
    const { featureGates } = config;
    if (typeof featureGates !== 'object' || featureGates === null) return;
    const gates = new Map(Object.entries(featureGates));
    checkGates(version, gates, [...path, 'featureGates'], diagnostics, true);
  };
  check(scheduler, ofScheduler.config, ['kubernetes', 'scheduler', 'config']);
  check(kubeProxy, ofProxy.config, ['kubernetes', 'kubeProxy', 'config']);
  check(kubelet, own.config, ['kubernetes', 'kubelet', 'config']);
  for (const { settings, path } of settingsLayers(profile)) {
    check(kubelet, settings.kubelet?.config ?? {}, [...path, 'kubelet', 'config']);
  }
}

function checkJwt({ kubernetes }: Profile, diagnostics: Collector): void {
  const { version, apiServer } = kubernetes;
  const kind = 'AuthenticationConfiguration';
  for (const apiVersion of apiVersionsOf(version, kind).slice(0, 1)) {
    const type = kindType(version, apiVersion, kind);
    const check = { version, kind, diagnostics };
    if (type !== undefined) {
      checkValue(check, type, { jwt: apiServer.jwt }, ['kubernetes', 'apiServer']);
    }
  }
}

/** The audit policy, and every file of the profile's that says that it is a configuration of Kubernetes. */
function checkFiles(
  profile: Profile,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): void {
  const { version, apiServer } = profile.kubernetes;
  const { policy } = apiServer.audit;
  if (typeof policy === 'object') {
    const at = ['kubernetes', 'apiServer', 'audit', 'policy', 'file'];
    checkText(version, sources.get(policy.file), at, diagnostics);
  }
  for (const { settings, path } of settingsLayers(profile)) {
    for (const [index, file] of (settings.files ?? []).entries()) {
      const key = file?.source === undefined ? 'content' : 'source';
      const text = file?.source === undefined ? file?.content : sources.get(file.source);
      checkText(version, text, [...path, 'files', index, key], diagnostics);
    }
  }
}

function checkText(
  version: string,
  text: string | undefined,
  at: Path,
  diagnostics: Collector,
): void {
  for (const document of documentsOf(text ?? '')) {
    const { apiVersion, kind } = document;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') continue;
    const [group = ''] = apiVersion.split('/');
    const type = kindType(version, apiVersion, kind);
    const check: FieldCheck = { version, kind, diagnostics, at };
    if (type !== undefined) checkValue(check, type, document, at);
    else if (isConfigurationGroup(group)) {
      const known = apiVersionsOf(version, kind);
      diagnostics.report('components/kind-not-in-version', at, {
        apiVersion,
        kind,
        version,
        known,
      });
    }
  }
}

/** The mappings of a YAML text; none when it is something else, such as a script. */
function documentsOf(text: string): Record<string, unknown>[] {
  if (!/^apiVersion:/m.test(text)) return [];
  return (readYaml(text) ?? []).filter(
    (document): document is Record<string, unknown> =>
      typeof document === 'object' && document !== null,
  );
}

function checkFlagGates({ kubernetes }: Profile, diagnostics: Collector): void {
  for (const key of ['apiServer', 'controllerManager', 'scheduler', 'kubelet'] as const) {
    const value = kubernetes[key].extraArgs['feature-gates'];
    if (value === undefined) continue;
    const path = ['kubernetes', key, 'extraArgs', 'feature-gates'];
    checkGates(kubernetes.version, gatesOfFlag(value), path, diagnostics, false);
  }
}

function checkAdmissionPlugins({ kubernetes }: Profile, diagnostics: Collector): void {
  const { version, apiServer } = kubernetes;
  const known = admissionPlugins(version);
  const check = (plugin: string, path: Path) => {
    if (known.includes(plugin)) return;
    const guess = nearest(plugin, known);
    const args = { plugin, version, ...(guess === undefined ? {} : { nearest: guess }) };
    diagnostics.report('components/unknown-admission-plugin', path, args);
  };
  const at: Path = ['kubernetes', 'apiServer'];
  for (const [index, plugin] of apiServer.admissionPlugins.entries()) {
    check(plugin, [...at, 'admissionPlugins', index]);
  }
  const disabled = apiServer.extraArgs['disable-admission-plugins'] ?? [];
  if (typeof disabled === 'object' && !Array.isArray(disabled)) return;
  for (const plugin of [disabled].flat().flatMap((text) => String(text).split(','))) {
    if (plugin !== '') check(plugin, [...at, 'extraArgs', 'disable-admission-plugins']);
  }
}
