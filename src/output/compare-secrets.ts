import type { Collector } from '../diagnostics/collector.ts';
import type { Manifest } from './manifest.ts';

/**
 * Holds the secrets at hand (name → fingerprint) against those that the earlier build used.
 * Reports output/secrets-gone and output/secrets-foreign; certificates named in `reissue` may be missing,
 * and a leaf certificate may have been issued anew.
 */
export function compareSecrets(
  previous: Manifest,
  current: Readonly<Record<string, string>>,
  options: {
    readonly file: string;
    readonly reissue: readonly string[];
    readonly diagnostics: Collector;
  },
): void {
  const { file, reissue, diagnostics } = options;
  const expected = new Set(reissue.map((id) => `certificate/${id}`));
  const names = Object.keys(previous.secrets);
  const gone = names.filter((name) => !(name in current) && !expected.has(name));
  if (gone.length > 0) diagnostics.report('output/secrets-gone', [], { names: gone, file });
  const foreign = names.filter(
    (name) =>
      !name.startsWith('certificate/') &&
      name in current &&
      current[name] !== previous.secrets[name],
  );
  if (foreign.length > 0) {
    diagnostics.report('output/secrets-foreign', [], { names: foreign, file });
  }
}
