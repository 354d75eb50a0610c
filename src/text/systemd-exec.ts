import { quoteWord } from './quote-word.ts';

const lineWidth = 100;

/**
 * A command for `ExecStart=` and its kin: every argument reaches the program as it is given, whatever it holds
 * (systemd.service(5), "Command lines": quotes, C escapes, `$`, `%`, `;`). A long command takes one
 * continuation line per argument. The program must be a plain path or name; a prefix such as `-` is put before
 * the result by the caller. Throws a TypeError on an odd program or a NUL.
 */
export function formatExec(argv: readonly string[]): string {
  const [program, ...args] = argv;
  if (program === undefined || !/^[A-Za-z0-9/._+-]+$/.test(program)) {
    throw new TypeError('the program of a unit must be a plain path or name');
  }
  const words = [program, ...args.map(quoteArgument)];
  const line = words.join(' ');
  return line.length <= lineWidth ? line : words.join(' \\\n  ');
}

/** The value of one `Environment=` line that sets `name` to exactly `value` (systemd.exec(5)). */
export function formatEnvironment(name: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`not a variable: ${name}`);
  return quoteWord(`${name}=${value}`).replaceAll('%', '%%');
}

function quoteArgument(argument: string): string {
  return quoteWord(argument).replaceAll('%', '%%').replaceAll('$', '$$$$');
}
