import { loadAll, YAMLException } from 'js-yaml';
import { toText } from '../text/bytes.ts';
import { parentsOf } from './clashes.ts';
import { isKnownHostPath } from './known-system.ts';
import type { Machine } from './model.ts';
import { listPlaces } from './places.ts';
import type { Report } from './report.ts';

const manifests = '/etc/kubernetes/manifests/';

/** Static pods mount only what the machine or the pod itself puts there. Raises machine/missing-host-path. */
export function checkHostPaths(machine: Machine, report: Report): void {
  const pods = machine.files.filter((file) => file.path.startsWith(manifests));
  if (pods.length === 0) return;
  const places = listPlaces(machine).map(({ path }) => path);
  const present = new Set([...places, ...places.flatMap(parentsOf)]);
  for (const { path, content, from } of pods) {
    for (const mounted of hostPathsOf(toText(content) ?? '')) {
      if (present.has(mounted) || isKnownHostPath(mounted)) continue;
      const { component } = from;
      report('machine/missing-host-path', from, { manifest: path, path: mounted, component });
    }
  }
}

function hostPathsOf(manifest: string): string[] {
  return documentsOf(manifest).flatMap((pod) => {
    const volumes = field(field(pod, 'spec'), 'volumes');
    return Array.isArray(volumes) ? volumes.flatMap(hostPathOf) : [];
  });
}

/** A manifest of the person's own that is no YAML is the kubelet's to refuse. */
function documentsOf(manifest: string): unknown[] {
  try {
    return loadAll(manifest);
  } catch (error) {
    if (error instanceof YAMLException) return [];
    throw error;
  }
}

function hostPathOf(volume: unknown): string[] {
  const hostPath = field(volume, 'hostPath');
  const path = field(hostPath, 'path');
  const type = field(hostPath, 'type');
  const creates = typeof type === 'string' && type.endsWith('OrCreate');
  return typeof path === 'string' && !creates ? [path.replace(/(?<=.)\/$/, '')] : [];
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
