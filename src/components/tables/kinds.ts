import { isInVersion, rowAt, type VersionRow } from '../../plan/version-rows.ts';
import fieldTables from '../data/fields.json' with { type: 'json' };
import kindTable from '../data/kinds.json' with { type: 'json' };

/** A field or a kind over all versions; a bare string is a type that never changed. */
type TypeRow = VersionRow<{ readonly type: string }>;

const kinds: Readonly<Record<string, TypeRow>> = kindTable;
const types: Readonly<Record<string, Readonly<Record<string, TypeRow | string>>>> = fieldTables;

/**
 * The name of the type that this version decodes for an apiVersion and kind; undefined when it does not know them.
 * The tables were taken from the Go types of the programs (scripts/version-table).
 */
export function kindType(version: string, apiVersion: string, kind: string): string | undefined {
  return rowAt(kinds[`${apiVersion} ${kind}`], version)?.type;
}

/** The apiVersions of a kind that this version reads. */
export function apiVersionsOf(version: string, kind: string): string[] {
  return Object.entries(kinds).flatMap(([name, row]) => {
    const [apiVersion = '', known] = name.split(' ');
    return known === kind && isInVersion(row, version) ? [apiVersion] : [];
  });
}

/** Whether any version reads a configuration of that group (`kubelet.config.k8s.io`). */
export function isConfigurationGroup(group: string): boolean {
  return Object.keys(kinds).some((name) => name.startsWith(`${group}/`));
}

/** A field of a type over all versions. */
export function fieldRow(type: string, field: string): TypeRow | undefined {
  const fields = types[type] ?? {};
  const row = Object.hasOwn(fields, field) ? fields[field] : undefined;
  return typeof row === 'string' ? { type: row } : row;
}

/** The type of a field: a word such as `bool`, a type with a slash, `[]` or `{}` and one of these. */
export function fieldType(version: string, type: string, field: string): string | undefined {
  return rowAt(fieldRow(type, field), version)?.type;
}

/** The names of all fields of the type in that version. */
export function fieldNames(version: string, type: string): string[] {
  return Object.keys(types[type] ?? {}).filter(
    (field) => fieldType(version, type, field) !== undefined,
  );
}
