#!/usr/bin/env node
// Only what an old Node has may be loaded before the sentence below.
import type { ProgramModule } from './load-program.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `clusterseed needs Node 22.12 or newer, this is ${process.versions.node}; inside a checkout use: npm run clusterseed --\n`,
  );
  process.exitCode = 3;
} else {
  void start();
}

async function start(): Promise<void> {
  const { loadProgram } = await import('./load-program.ts');
  const { runCli }: ProgramModule = loadProgram(import.meta.dirname).exports;
  const code = await runCli(process.argv);
  await Promise.all([process.stdout, process.stderr].map(whenWritten));
  // Left to itself, Node waits until V8 has collected garbage that nobody needs: a tenth of a build.
  process.exit(code);
}

function whenWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
