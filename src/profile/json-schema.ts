import * as z from 'zod/v4';
import { profileSchema } from './schema/profile.ts';

/**
 * The profile language as JSON Schema (draft 2020-12) of what a person writes, for editors. Forms that only
 * code can check (addresses, networks) are named in the descriptions and examples.
 */
export function exportJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(profileSchema, { io: 'input', target: 'draft-2020-12' });
  const { $schema, required, ...rest } = schema;
  return {
    $schema,
    title: 'clusterseed profile',
    ...rest,
    // With a base the required keys may stand there.
    anyOf: [{ required: ['extends'] }, { required }],
  };
}
