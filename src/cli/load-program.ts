import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** What the bundles of `run-cli.ts` and `run-build-cli.ts` export. */
export type ProgramModule = Pick<typeof import('./run-cli.ts'), 'runCli'>;

/** A bundled program, loaded, and all that V8 has compiled by the time of the call, by the name of each bundle. */
export interface LoadedProgram {
  readonly exports: ProgramModule;
  compiledCode(): ReadonlyMap<string, Buffer>;
}

/** What scripts/bundle.ts puts around a bundle. */
type Wrapper = (
  module: { exports: object },
  require: (id: string) => unknown,
  __filename: string,
  __dirname: string,
) => void;

/**
 * Loads a program of the directory with what `npm run build` recorded beside it: the functions of a build,
 * compiled. (Node's own compile cache has none of those that are compiled when they are first called.) V8 refuses
 * a record of another version of Node or of other flags; then it compiles the text, and only time is lost.
 */
export function loadProgram(directory: string, name: string): LoadedProgram {
  const scripts = new Map<string, Script>();
  const load = (bundle: string): object => {
    const file = join(directory, `${bundle}.js`);
    const script = compile(file, readRecord(directory, bundle));
    scripts.set(bundle, script);
    const module = { exports: {} };
    const outer = createRequire(file);
    const inner = (id: string) => /^\.\/(.+)\.js$/.exec(id)?.[1];
    const require = (id: string): unknown => {
      const part = inner(id);
      return part === undefined ? outer(id) : load(part);
    };
    (script.runInThisContext() as Wrapper)(module, require, file, directory);
    return module.exports;
  };
  return {
    exports: load(name) as ProgramModule,
    compiledCode: () =>
      new Map([...scripts].map(([bundle, script]) => [bundle, script.createCachedData()])),
  };
}

function compile(file: string, record: Buffer | undefined): Script {
  // The bundle is ASCII: as Latin-1 it is taken as it is.
  return new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(record === undefined ? {} : { cachedData: record }),
  });
}

/** Where the record of a bundle lies. */
export function recordFile(directory: string, name: string): string {
  return join(directory, `${name}.v8`);
}

function readRecord(directory: string, name: string): Buffer | undefined {
  try {
    return readFileSync(recordFile(directory, name));
  } catch {
    return undefined;
  }
}
