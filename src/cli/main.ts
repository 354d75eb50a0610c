#!/usr/bin/env node
// By its default export: an old Node must get as far as the sentence below.
import nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `clusterseed needs Node 22.12 or newer, this is ${process.versions.node}; inside a checkout use: npm run clusterseed --\n`,
  );
  process.exitCode = 3;
} else {
  nodeModule.enableCompileCache();
  const { runCli } = await import('./run-cli.ts');
  process.exitCode = await runCli(process.argv);
}
