import { toWorldError } from '../output/world-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { ProgramModule } from './load-program.ts';

/**
 * Runs the command line that `load` brings and ends the process with its exit code. On a Node that is too old it is
 * not loaded: one sentence, exit 3. A command whose standard output cannot be written goes on to its end (what it
 * serves or builds matters more), then: one sentence, none when only the reader is gone, as of `| head`; exit 3.
 */
export async function start(load: () => Promise<ProgramModule>): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    process.stderr.write(
      `clusterseed needs Node 22.12 or newer, this is ${process.versions.node}; inside a checkout use: npm run clusterseed --\n`,
    );
    process.exitCode = exitCodes.world;
    return;
  }
  const isLost = watchOutput();
  const { runCli } = await load();
  const code = await runCli(process.argv);
  await Promise.all([...opened.values()].map(whenWritten));
  // Left to itself, Node waits until V8 has collected garbage that nobody needs: a tenth of a build.
  process.exit(code === exitCodes.ok && isLost() ? exitCodes.world : code);
}

/** The output streams that were asked for. Node makes each when it is, which takes some milliseconds. */
const opened = new Map<string, NodeJS.WriteStream>();

/** Whether something that was printed has not arrived. Nobody is left to be told of what standard error lost. */
function watchOutput(): () => boolean {
  let lost = false;
  whenOpened('stderr', () => undefined);
  whenOpened('stdout', (cause) => {
    if (!lost && cause.code !== 'EPIPE') {
      const failure = toWorldError('cannot write standard output', cause);
      process.stderr.write(
        `clusterseed: ${failure instanceof Error ? failure.message : failure}\n`,
      );
    }
    lost = true;
  });
  return () => lost;
}

function whenOpened(
  name: 'stdout' | 'stderr',
  listener: (cause: NodeJS.ErrnoException) => void,
): void {
  const { get: open, value } = Object.getOwnPropertyDescriptor(process, name) ?? {};
  const get = () => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const stream: NodeJS.WriteStream = open === undefined ? value : open.call(process);
    stream.on('error', listener);
    opened.set(name, stream);
    return stream;
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get });
}

function whenWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
