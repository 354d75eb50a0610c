// Bundles the command line: some 300 small modules cost more to find than to run.
import { build } from 'esbuild';

await build({
  entryPoints: { clusterseed: 'src/cli/main.ts' },
  outdir: 'dist/bin',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  minifySyntax: true,
  // CommonJS packages call require for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
});
