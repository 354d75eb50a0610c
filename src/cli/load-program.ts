import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, Script } from 'node:vm';

/** What the bundle of `run-cli.ts` exports. */
export type ProgramModule = typeof import('./run-cli.ts');

/** The bundled program, loaded, and all that V8 has compiled of it by the time of the call. */
export interface LoadedProgram {
  readonly exports: ProgramModule;
  compiledCode(): Buffer;
}

/** What scripts/bundle.ts puts around the bundle. */
type Wrapper = (
  module: { exports: object },
  require: NodeJS.Require,
  __filename: string,
  __dirname: string,
) => void;

/**
 * Loads `program.js` of the directory with what `npm run build` recorded beside it: the functions of a build,
 * compiled. (Node's own compile cache has none of those that are compiled when they are first called.) V8 refuses
 * a record of another version of Node or of other flags; then it compiles the text, and only time is lost.
 */
export function loadProgram(directory: string): LoadedProgram {
  const file = join(directory, 'program.js');
  const record = readRecord(directory);
  // The bundle is ASCII: as Latin-1 it is taken as it is.
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(record === undefined ? {} : { cachedData: record }),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as Wrapper;
  run(module, createRequire(file), file, directory);
  return {
    exports: module.exports as ProgramModule,
    compiledCode: () => script.createCachedData(),
  };
}

/** Where the record lies. */
export function recordFile(directory: string): string {
  return join(directory, 'program.v8');
}

function readRecord(directory: string): Buffer | undefined {
  try {
    return readFileSync(recordFile(directory));
  } catch {
    return undefined;
  }
}
