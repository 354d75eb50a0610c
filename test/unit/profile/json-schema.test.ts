import { expect, it } from 'vitest';
import { exportJsonSchema } from '../../../src/profile/json-schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

function keysWithoutDescription(node: Node, path: string): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    ...(child.description ? [] : [`${path}.${key}`]),
    ...keysWithoutDescription(child, `${path}.${key}`),
  ]);
  const items = node.items === undefined ? [] : keysWithoutDescription(node.items, `${path}[]`);
  const branches = (node.anyOf ?? []).flatMap((each) => keysWithoutDescription(each, path));
  return [...own, ...items, ...branches];
}

it('is draft 2020-12 and refuses unknown keys', () => {
  expect(exportJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
  });
});

it('asks for no key that a base may give', () => {
  expect(exportJsonSchema()).toMatchObject({ anyOf: [{ required: ['extends'] }, {}] });
});

it('describes every key', () => {
  expect(keysWithoutDescription(exportJsonSchema() as Node, '')).toEqual([]);
});
