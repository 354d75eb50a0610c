import { readFileSync } from 'node:fs';
import { createRequire, enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** What the bundle of `run-cli.ts` exports. */
export type ProgramModule = typeof import('./run-cli.ts');

/** The bundled program, loaded, and all that V8 has compiled of it by the time of the call. */
export interface CompiledProgram {
  readonly exports: ProgramModule;
  compiledCode(): Buffer;
}

type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  directory: string,
) => void;

/**
 * Loads `program.cjs` of the directory with what `npm run build` recorded beside it: the functions of a build,
 * compiled. Node's own compile cache has none of those that are compiled when they are first called. It is used
 * when V8 refuses the record, which belongs to one version of Node and its flags.
 */
export function loadProgram(directory: string): ProgramModule {
  const recorded = readRecord(directory);
  const program = recorded && compileProgram(directory, recorded);
  if (program !== undefined) return program.exports;
  enableCompileCache();
  const file = programFile(directory);
  return createRequire(file)(file) as ProgramModule;
}

/** Compiles the program with the record, or from its text alone. Undefined when V8 refuses the record. */
export function compileProgram(directory: string, record?: Buffer): CompiledProgram | undefined {
  const file = programFile(directory);
  // The bundle is ASCII: as Latin-1 it is read without being decoded.
  const text = readFileSync(file, 'latin1');
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${text}\n})`,
    {
      filename: file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(record === undefined ? {} : { cachedData: record }),
    },
  );
  if (script.cachedDataRejected === true) return undefined;
  const module = { exports: {} };
  const wrapper = script.runInThisContext() as Wrapper;
  wrapper(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports as ProgramModule,
    compiledCode: () => script.createCachedData(),
  };
}

/** Where the record lies. */
export function recordFile(directory: string): string {
  return join(directory, 'program.v8');
}

function programFile(directory: string): string {
  return join(directory, 'program.cjs');
}

function readRecord(directory: string): Buffer | undefined {
  try {
    return readFileSync(recordFile(directory));
  } catch {
    return undefined;
  }
}
