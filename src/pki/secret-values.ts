import type { Secrets } from './secrets.ts';

/** A value that must not be seen, and the name to show instead. */
export interface SecretValue {
  /** Where it stands in the secrets store, `certificates/kubelet-serving@w1/key`. */
  readonly name: string;
  readonly value: string;
}

/** Keys of the store whose values say what a secret is, and are none. */
const open = new Set(['version', 'cluster', 'certificate']);

/**
 * Every value of the store that is secret: all texts but certificates and names, wherever they stand, so that a
 * kind of secret that is added later is among them. The longest first: one may contain another.
 */
export function listSecretValues(secrets: Secrets): SecretValue[] {
  return [...walk(secrets, [])].sort((a, b) => b.value.length - a.value.length);
}

function* walk(value: unknown, path: readonly string[]): Generator<SecretValue> {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text.length >= 16) yield { name: path.join('/'), value: text };
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (!open.has(key)) yield* walk(inner, [...path, key]);
    }
  }
}
