import { flagDefinition, type Program } from './flag-table.ts';
import { type FlagValue, flagTexts } from './flag-value.ts';

/** Flags by name without dashes; what is undefined is left out. */
export type FlagSet = Readonly<Record<string, FlagValue | undefined>>;

/**
 * The arguments of a program, `--name=value`, in the order of `flags`; the type in the flag table says whether a
 * list is joined by commas or the flag repeated. Throws a TypeError on a flag that this version of it does not have.
 */
export function formatFlags(program: Program, version: string, flags: FlagSet): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const definition = flagDefinition(program, version, name);
    if (definition === undefined) {
      throw new TypeError(`${program} ${version} has no flag --${name}`);
    }
    return flagTexts(definition.type, value).map((text) => `--${name}=${text}`);
  });
}
