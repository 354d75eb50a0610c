import type { Acceptance } from '../diagnostics/acceptance.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { ProfileDraft } from './draft.ts';

/** The profile's `accept:` as the collector of diagnostics takes it; entries without a code or reason are left out. */
export function acceptancesOf(profile: ProfileDraft): Acceptance[] {
  return (profile.accept ?? []).flatMap((entry, index): Acceptance[] => {
    const { code, reason, machine, path } = entry ?? {};
    if (code === undefined || reason === undefined) return [];
    return [
      {
        code,
        reason,
        path: ['accept', index],
        covers: (at) => isOf(profile, machine, at) && isBelow(path, at),
      },
    ];
  });
}

function isOf({ machines }: ProfileDraft, machine: string | undefined, at: Path): boolean {
  if (machine === undefined) return true;
  const [head, index] = at;
  return head === 'machines' && machines?.[Number(index)]?.name === machine;
}

function isBelow(path: string | undefined, at: Path): boolean {
  return path === undefined || `${at.join('.')}.`.startsWith(`${path}.`);
}
