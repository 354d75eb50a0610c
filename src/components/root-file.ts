import type {
  MachineDirectory,
  MachineFile,
  MachineUnit,
  Origin,
  SecretUse,
} from '../machine/model.ts';
import { formatUnit, type UnitSection } from '../text/systemd-unit.ts';

/** A file of root: 0644, or 0600 when it carries secrets or a mode says so. */
export function rootFile(
  from: Origin,
  path: string,
  content: string,
  options: { readonly mode?: number; readonly secrets?: readonly SecretUse[] } = {},
): MachineFile {
  const secrets = options.secrets ?? [];
  const mode = options.mode ?? (secrets.length > 0 ? 0o600 : 0o644);
  return { path, content, mode, user: 'root', group: 'root', secrets, from };
}

/** A directory of root, 0755 unless said. */
export function rootDirectory(from: Origin, path: string, mode = 0o755): MachineDirectory {
  return { path, mode, user: 'root', group: 'root', from };
}

/** A whole unit of ours, enabled. */
export function ownUnit(from: Origin, name: string, sections: readonly UnitSection[]): MachineUnit {
  return { name, content: formatUnit(sections), dropIns: [], enabled: true, from };
}

/** One drop-in for a unit that exists elsewhere; `enabled` as given. */
export function unitDropIn(
  from: Origin,
  name: string,
  dropIn: string,
  sections: readonly UnitSection[],
  enabled: MachineUnit['enabled'] = false,
): MachineUnit {
  return { name, dropIns: [{ name: dropIn, content: formatUnit(sections) }], enabled, from };
}
