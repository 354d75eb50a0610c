import { loadAll, YAMLException } from 'js-yaml';

/** Texts that were read last, with what they hold: many nodes have the same ones. */
const known = new Map<string, readonly unknown[] | undefined>();
const most = 64;

/**
 * The documents of a YAML text; undefined when it is no YAML. The same text is read once: the result is shared and
 * must not be changed.
 */
export function readYaml(text: string): readonly unknown[] | undefined {
  if (known.has(text)) return known.get(text);
  const documents = attempt(text);
  const [oldest] = known.keys();
  if (known.size >= most && oldest !== undefined) known.delete(oldest);
  known.set(text, documents);
  return documents;
}

function attempt(text: string): readonly unknown[] | undefined {
  try {
    return loadAll(text);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}
