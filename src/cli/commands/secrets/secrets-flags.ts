import type { OpenOptions } from '../../../output/open-profile.ts';

/** Options that every `secrets` command takes, as commander gives them. */
export interface SecretsFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: boolean;
}

/** What they mean. */
export function toOpenOptions(profilePath: string, flags: SecretsFlags): OpenOptions {
  return {
    profilePath,
    out: flags.out,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  };
}
