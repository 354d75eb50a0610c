// Bundles the command line: some 300 small modules cost more to find than to run. Then records the compiled functions
// of a build beside it (src/cli/load-program.ts).
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type BuildOptions, build } from 'esbuild';

const directory = 'dist/bin';
const common = {
  outdir: directory,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22.12',
  minifySyntax: true,
  define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
} as const satisfies BuildOptions;

rmSync(directory, { recursive: true, force: true });
await build({ ...common, entryPoints: { clusterseed: 'src/cli/main.ts' } });
const { outputFiles } = await build({
  ...common,
  entryPoints: { program: 'src/cli/run-cli.ts' },
  write: false,
});
for (const { path, text } of outputFiles) await writeFile(path, toAscii(text));
execFileSync(process.execPath, ['scripts/bundle.d/record-build.ts', directory], {
  stdio: 'inherit',
});

/** Escapes what esbuild leaves in comments and regular expressions. */
function toAscii(text: string): string {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
