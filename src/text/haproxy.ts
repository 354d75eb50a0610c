/** One statement: a keyword and its words, in order. */
export type HaproxyLine = readonly (string | number)[];

/** A section: `['frontend', 'kube-apiserver']` and what it says. */
export interface HaproxySection {
  readonly head: HaproxyLine;
  readonly lines: readonly HaproxyLine[];
}

/**
 * The text of a haproxy.cfg (HAProxy Configuration Manual, 2.2 "Quoting and escaping"): every word reaches
 * HAProxy as it is given. Throws a TypeError on a control character, which a line cannot carry.
 */
export function formatHaproxy(sections: readonly HaproxySection[]): string {
  return sections
    .map(({ head, lines }) =>
      [formatLine(head), ...lines.map((line) => `    ${formatLine(line)}`), ''].join('\n'),
    )
    .join('\n');
}

function formatLine(words: HaproxyLine): string {
  return words.map(formatWord).join(' ');
}

/** A word in strong quotes unless it is plain; a quote inside is written between two quoted parts. */
function formatWord(word: string | number): string {
  const text = String(word);
  if (/[\p{Cc}]/u.test(text)) throw new TypeError('haproxy.cfg cannot carry control characters');
  if (/^[^\s'"\\#$]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
