import { quoteWord } from './quote-word.ts';

/** One thing that systemd-tmpfiles puts in place. */
export type TmpfilesEntry =
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly mode: number;
      readonly user: string;
      readonly group: string;
    }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string };

/**
 * The text of a tmpfiles.d(5) file: directories get their mode and owner, also when they exist; a symlink
 * replaces whatever stands in its place. Nothing is ever cleaned up.
 */
export function formatTmpfiles(entries: readonly TmpfilesEntry[]): string {
  return entries.map((entry) => `${formatEntry(entry)}\n`).join('');
}

function formatEntry(entry: TmpfilesEntry): string {
  const path = quoteWord(entry.path).replaceAll('%', '%%');
  if (entry.kind === 'symlink') return `L+ ${path} - - - - ${escapeArgument(entry.target)}`;
  const mode = entry.mode.toString(8).padStart(4, '0');
  return `d ${path} ${mode} ${entry.user} ${entry.group} -`;
}

/** The last field runs to the end of the line and knows escapes, but no quotes. */
function escapeArgument(text: string): string {
  return text.replaceAll(/[\\%\s\p{Cc}]/gu, (character) => {
    if (character === '%') return '%%';
    const bytes = new TextEncoder().encode(character);
    return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  });
}
