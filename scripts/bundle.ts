// Bundles the command line: some 300 small modules cost more to find than to run. Then records the compiled functions
// of a build beside it (src/cli/load-program.ts).
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type BuildOptions, build } from 'esbuild';

const directory = 'dist/bin';
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22.12',
  minifySyntax: true,
  define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
} as const satisfies BuildOptions;

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
await build({
  ...common,
  entryPoints: ['src/cli/bundled-main.ts'],
  outfile: `${directory}/clusterseed.cjs`,
});
const { outputFiles } = await build({
  ...common,
  entryPoints: ['src/cli/run-cli.ts'],
  write: false,
});
for (const { text } of outputFiles) {
  const wrapped = `(function (module, require, __filename, __dirname) {${text}\n})`;
  writeFileSync(`${directory}/program.js`, toAscii(wrapped));
}
execFileSync(process.execPath, ['scripts/bundle.d/record-build.ts', directory], {
  stdio: 'inherit',
});

/** Escapes what esbuild leaves as it is in comments and regular expressions. */
function toAscii(text: string): string {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
