// Bundles the command line: some 300 small modules cost more to find than to run; `build` once more by itself, without
// what it does not need. Then records the compiled functions of a build beside them (src/cli/load-program.ts).
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

const directory = 'dist/bin';
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22.12',
  // Node 24 warns of an experimental feature where a script of node:vm calls import(); so it becomes require().
  supported: { 'dynamic-import': false },
  minifySyntax: true,
  define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
} as const satisfies BuildOptions;

/** What `build` imports only when it is needed, and the bundle that it becomes. */
const parts = new Map([
  ['./pki/issue/complete.ts', { name: 'issue', entry: 'src/pki/issue/complete.ts' }],
  ['age-encryption', { name: 'age', entry: 'age-encryption' }],
]);

/** Leaves the parts out, and of our own modules what is imported by name and never used. */
const lean: Plugin = {
  name: 'lean',
  setup({ onLoad, onResolve, resolve }) {
    // Commander would run commands that are programs of their own; ours are not.
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/')
        ? { path: 'none', namespace: 'none' }
        : undefined,
    );
    onLoad({ filter: /^/, namespace: 'none' }, () => ({ contents: '' }));
    // A described schema is a copy, half of all schemas; only the reference is made from descriptions.
    onLoad({ filter: /zod\/v4\/classic\/schemas\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const copied = /(?<=\n {4}describe\()description\) \{[^}]*\}\);\s*return cl;/;
      if (!copied.test(text)) throw new Error(`${path} has changed`);
      return { contents: text.replace(copied, ') { return this;') };
    });
    onResolve({ filter: /^/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === lean || kind === 'entry-point') return undefined;
      if (kind === 'dynamic-import') {
        return { path: `./${parts.get(path)?.name ?? path}.js`, external: true };
      }
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: lean });
      return found.path.startsWith(`${process.cwd()}/src/`)
        ? { ...found, sideEffects: false }
        : found;
    });
  },
};

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
await build({
  ...common,
  entryPoints: ['src/cli/bundled-main.ts'],
  outfile: `${directory}/clusterseed.cjs`,
});
await bundle('program', 'src/cli/run-cli.ts');
await bundle('build', 'src/cli/run-build-cli.ts', [lean]);
for (const { name, entry } of parts.values()) await bundle(name, entry, [lean]);
execFileSync(process.execPath, ['scripts/bundle.d/record-build.ts', directory], {
  stdio: 'inherit',
});

async function bundle(name: string, entry: string, plugins: Plugin[] = []): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...common,
    plugins,
    entryPoints: [entry],
    write: false,
    metafile: true,
  });
  checkParts(name, metafile.outputs);
  for (const { text } of outputFiles) {
    const wrapped = `(function (module, require, __filename, __dirname) {${keepNative(text)}\n})`;
    writeFileSync(`${directory}/${name}.js`, toAscii(wrapped));
  }
}

/** esbuild copies each property of a module of Node whose default is imported; where nothing else is, that is lost time. */
function keepNative(text: string): string {
  return text.replaceAll(
    /\b(import_\w+) = __toESM\(require\("(node:\w+)"\)(?:, 1)?\)/g,
    (copied, variable, id) =>
      new RegExp(`\\b${variable}\\b(?! = |\\.default\\b)`).test(text)
        ? copied
        : `${variable} = { default: require("${id}") }`,
  );
}

/** What is left of the imports that `lean` made is a part. */
function checkParts(name: string, outputs: Metafile['outputs']): void {
  const known = new Set([...parts.values()].map((part) => `./${part.name}.js`));
  for (const { path } of Object.values(outputs).flatMap(({ imports }) => imports)) {
    if (path.startsWith('.') && !known.has(path)) throw new Error(`${name} needs a part: ${path}`);
  }
}

/** Escapes what esbuild leaves as it is in comments and regular expressions. */
function toAscii(text: string): string {
  return text.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
