import type { Collector } from '../diagnostics/collector.ts';
import { toJson } from '../text/json.ts';
import type { Download, MachineUser } from './model.ts';
import { unite, uniteTexts } from './unite.ts';

/** Users by name; groups and SSH keys add up. Raises machine/user-conflict for anything else that differs. */
export function uniteUsers(users: readonly MachineUser[], diagnostics: Collector): MachineUser[] {
  return unite(
    users,
    (user) => user.name,
    (kept, later) => {
      if (accountOf(kept) !== accountOf(later)) {
        diagnostics.report('machine/user-conflict', later.from.path, {
          user: later.name,
          first: kept.from.component,
          second: later.from.component,
        });
      }
      const groups = uniteTexts(kept.groups, later.groups);
      return { ...kept, groups, sshKeys: uniteTexts(kept.sshKeys, later.sshKeys) };
    },
  );
}

/** Downloads by name. Two that differ are a bug of ours. */
export function uniteDownloads(downloads: readonly Download[], diagnostics: Collector): Download[] {
  return unite(
    downloads,
    (download) => download.name,
    (kept, later) => {
      if (toJson({ ...kept, from: 0 }) !== toJson({ ...later, from: 0 })) {
        diagnostics.report('internal/invalid-output', later.from.path, {
          what: `download ${later.name}`,
          why: `${kept.from.component} and ${later.from.component} describe it differently`,
        });
      }
      return kept;
    },
  );
}

function accountOf({ system, home, shell, passwordHash, sudo }: MachineUser): string {
  return toJson({ system, home, shell, passwordHash, sudo });
}
