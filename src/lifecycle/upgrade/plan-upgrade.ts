import { type CheckedProfile, checkProfile } from '../../compile.ts';
import type { NodeGuide } from '../guides/node-guide.ts';
import { guideUpgrade } from './guide-upgrade.ts';
import { judgeVersions, versionPath } from './judge-versions.ts';
import { setScalar } from './set-scalar.ts';

/** What an upgrade starts from. */
export interface UpgradeInput {
  readonly name: string;
  readonly sources: ReadonlyMap<string, string>;
  readonly to: string;
  /** Releases with built-in checksums, the newest first. */
  readonly known: readonly string[];
}

/** An upgrade that is planned and not made. */
export interface UpgradePlan {
  readonly from: string;
  /** The source that says the version: the profile, or what it extends. */
  readonly file: string;
  /** What becomes of it; the same text when the profile is at that version already. */
  readonly text: string;
  readonly guide: NodeGuide;
}

/** The plan, unless there are errors, and the profile that the findings are about with its sources. */
export interface PlannedUpgrade {
  readonly plan: UpgradePlan | undefined;
  readonly checked: CheckedProfile;
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Plans to take a profile to another version. The profile is checked as it will be: a flag, field or feature gate that
 * the version removed is an error at its line, with what replaced it, and so is a program without a checksum. Raises
 * the codes of judgeVersions and checkProfile, and upgrade/version-not-plain.
 */
export function planUpgrade({ name, sources, to, known }: UpgradeInput): PlannedUpgrade {
  const now = checkProfile(name, sources);
  const asItIs = { plan: undefined, checked: now, sources };
  const from = now.parsed?.profile.kubernetes.version;
  if (now.parsed === undefined || from === undefined) return asItIs;
  if (!judgeVersions(from, to, known, now.diagnostics)) return asItIs;
  const file = now.parsed.locate(versionPath)?.file ?? name;
  const text = setScalar(sources.get(file) ?? '', versionPath.map(String), to);
  if (text === undefined) {
    now.diagnostics.report('upgrade/version-not-plain', versionPath, { to });
    return asItIs;
  }
  const changed = new Map(sources).set(file, text);
  const checked = checkProfile(name, changed);
  const { cluster } = checked;
  if (cluster === undefined) return { plan: undefined, checked, sources: changed };
  const guide = guideUpgrade(cluster, { from, etcd: now.cluster?.etcdVersion });
  return { plan: { from, file, text, guide }, checked, sources: changed };
}
