import * as z from 'zod/v4';
import type { Path } from '../../diagnostics/diagnostic.ts';

/** The schema without what makes it optional or gives it a default. */
export function bareSchema(schema: unknown): unknown {
  let bare = schema;
  while (
    bare instanceof z.ZodOptional ||
    bare instanceof z.ZodDefault ||
    bare instanceof z.ZodPrefault
  ) {
    bare = bare.unwrap();
  }
  return bare;
}

/** The schemas that may stand at `path`: several where there is a union, none where nothing is known. */
export function schemasAt(root: unknown, path: Path): unknown[] {
  let schemas = alternatives(root);
  for (const step of path) schemas = schemas.flatMap((schema) => childSchemas(schema, step));
  return schemas;
}

/** The keys that a mapping may have at `path`. */
export function knownKeys(root: unknown, path: Path): string[] {
  return schemasAt(root, path).flatMap((schema) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
  );
}

/** Every key of the language with the places (paths of keys, `[]` for list items) where it is known. */
export function allKeyPlaces(root: unknown): ReadonlyMap<string, readonly string[][]> {
  const places = new Map<string, string[][]>();
  function visit(schema: unknown, path: string[]): void {
    for (const alternative of alternatives(schema)) {
      if (alternative instanceof z.ZodArray) visit(alternative.element, [...path, '[]']);
      if (!(alternative instanceof z.ZodObject)) continue;
      for (const [key, child] of Object.entries(alternative.shape)) {
        places.set(key, [...(places.get(key) ?? []), path]);
        visit(child, [...path, key]);
      }
    }
  }
  visit(root, []);
  return places;
}

/** An example of a value for the first schema at `path` that names one. */
export function exampleAt(root: unknown, path: Path): string | undefined {
  for (const schema of schemasAt(root, path)) {
    if (!(schema instanceof z.ZodType)) continue;
    const example = schema.meta()?.examples;
    if (Array.isArray(example) && typeof example[0] === 'string') return example[0];
    if (schema instanceof z.ZodEnum) return String(schema.options[0]);
    if (schema instanceof z.ZodLiteral) return String([...schema.values][0]);
    if (schema instanceof z.ZodArray) return exampleOfList(schema);
  }
  return undefined;
}

function exampleOfList(schema: z.ZodArray): string | undefined {
  const item = exampleAt(schema.element, []);
  return item === undefined ? undefined : `[${item}]`;
}

function alternatives(schema: unknown): unknown[] {
  const bare = bareSchema(schema);
  return bare instanceof z.ZodUnion ? bare.options.flatMap(alternatives) : [bare];
}

function childSchemas(schema: unknown, step: string | number): unknown[] {
  if (schema instanceof z.ZodObject) {
    const child = Object.hasOwn(schema.shape, step) ? schema.shape[String(step)] : undefined;
    return child === undefined ? [] : alternatives(child);
  }
  if (schema instanceof z.ZodArray && typeof step === 'number') return alternatives(schema.element);
  if (schema instanceof z.ZodRecord) return alternatives(schema.valueType);
  return [];
}
