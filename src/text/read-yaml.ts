import { loadAll, YAMLException } from 'js-yaml';
import { readSimpleYaml } from './read-simple-yaml.ts';
import { remember } from './remember.ts';

/**
 * The documents of a YAML text; undefined when it is no YAML. The same text is read once: the result is shared and
 * must not be changed.
 */
export const readYaml = remember(attempt, 64);

function attempt(text: string): readonly unknown[] | undefined {
  const simple = readSimpleYaml(text);
  if (simple !== undefined) return [simple];
  try {
    return loadAll(text);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}
