import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import type { ProfileDraft } from '../draft.ts';

/** What a rule may look at. */
export interface RuleInput {
  /** The valid parts of the profile, defaults filled in. */
  readonly profile: ProfileDraft;
  /** Whether the profile says this itself, instead of a default. */
  wrote(path: Path): boolean;
}

/** One relation between several parts of a profile. A part that is undefined was reported already. */
export type Rule = (input: RuleInput, diagnostics: Collector) => void;
