import { loadAll, YAMLException } from 'js-yaml';
import { remember } from './remember.ts';

/**
 * The documents of a YAML text; undefined when it is no YAML. The same text is read once: the result is shared and
 * must not be changed.
 */
export const readYaml = remember(attempt, 64);

function attempt(text: string): readonly unknown[] | undefined {
  try {
    return loadAll(text);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}
