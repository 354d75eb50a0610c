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
  const { runCli }: ProgramModule = loadProgram(import.meta.dirname);
  process.exitCode = await runCli(process.argv);
}
