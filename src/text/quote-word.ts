const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

/**
 * `text` as one word of a systemd file that splits its lines into words (systemd.syntax(7), "Quoting"; also
 * tmpfiles.d(5)): in double quotes with C escapes where needed. `%` and `$` stay as they are. Throws a
 * TypeError on a NUL.
 */
export function quoteWord(text: string): string {
  if (/^[^\s\p{Cc}\\"';#]+$/u.test(text)) return text;
  if (text.includes('\0')) throw new TypeError('a unit cannot carry a NUL');
  const inner = text.replaceAll(/[\\"\p{Cc}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return escapes[character] ?? `\\u${code}`;
  });
  return `"${inner}"`;
}
