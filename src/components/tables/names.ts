import { isInVersion, type VersionRow } from '../../plan/version-rows.ts';
import plugins from '../data/admission-plugins.json' with { type: 'json' };
import roles from '../data/cluster-roles.json' with { type: 'json' };

type Names = Readonly<Record<string, VersionRow<object>>>;

/** The admission plugins of the API server of that version, sorted. */
export function admissionPlugins(version: string): string[] {
  return namesAt(plugins, version);
}

/** The cluster roles that the API server of that version creates by itself, sorted. */
export function builtinClusterRoles(version: string): string[] {
  return namesAt(roles, version);
}

function namesAt(names: Names, version: string): string[] {
  return Object.keys(names).filter((name) => isInVersion(names[name] ?? {}, version));
}
