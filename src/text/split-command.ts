const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ' };

/**
 * The words of a command line of a unit (systemd.service(5), "Command lines"): quotes and C escapes undone, `%%` and
 * `$$` made single. Prefixes of the program such as `-` are left out.
 */
export function splitCommand(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/gs) ?? [];
  return words.map((word, index) => plain(index === 0 ? word.replace(/^[-@:+!|]+/, '') : word));
}

function plain(word: string): string {
  return word
    .replaceAll(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/gs, (_, double = '', single = '') => {
      return `${double}${single}`;
    })
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)
    .replaceAll('%%', '%')
    .replaceAll('$$', '$');
}
