/** Escapes of one letter (systemd.syntax(7), "Supported escapes"); `\"`, `\'` and `\\` are themselves. */
const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
  v: '\v',
};

const quoted = /\\.|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/gs;

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
  return [program.replace(/^[-@:+!|]+/, ''), ...rest];
}

function plainWord(word: string): string {
  return word
    .replaceAll(quoted, (found, double?: string, single?: string) => double ?? single ?? found)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code?: string, letter = '') =>
      code === undefined
        ? (escapes[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll('%%', '%')
    .replaceAll('$$', '$');
}
