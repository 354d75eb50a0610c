/** `word` so that a POSIX shell reads it as exactly one word. Throws a TypeError on a NUL. */
export function quoteShell(word: string): string {
  if (word.includes('\0')) throw new TypeError('a shell word cannot carry a NUL');
  if (/^[A-Za-z0-9%+,./:@_-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command of several words for a POSIX shell. */
export function quoteShellCommand(words: readonly string[]): string {
  return words.map(quoteShell).join(' ');
}
