const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/**
 * The arguments that a program gets from the value of an `ExecStart=` line, the program first: quotes, C escapes and
 * doubled `%` and `$` as in systemd.service(5), prefixes such as `-` dropped. The opposite of `formatExec`.
 */
export function splitExec(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/gs)) {
    words.push(plainWord(word));
  }
  const [program = '', ...rest] = words;
  return [program.replace(/^[-@:+!]+/, ''), ...rest];
}

function plainWord(word: string): string {
  return word
    .replaceAll(/\\u([0-9a-f]{4})|\\(.)|["']/gis, (found, code?: string, letter?: string) => {
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (letter === undefined) return '';
      return escapes[letter] ?? found.slice(1);
    })
    .replaceAll('%%', '%')
    .replaceAll('$$', '$');
}
