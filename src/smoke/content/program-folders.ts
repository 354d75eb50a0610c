import { findProgram } from '../qemu/programs.ts';
import { SmokeError } from '../smoke-error.ts';

/** Finds programs by name in folders, as `scripts/programs` prints them. */
export interface ProgramFolders {
  /** The path of a program; a SmokeError names it when no folder has it. */
  readonly find: (name: string) => Promise<string>;
}

/** Looks in these folders, in their order. */
export function searchPrograms(folders: readonly string[]): ProgramFolders {
  return {
    find: async (name) => {
      const path = await findProgram(name, folders);
      if (path !== undefined) return path;
      throw new SmokeError(
        `the program ${name} is in none of ${folders.join(', ') || 'no folders'}`,
      );
    },
  };
}
