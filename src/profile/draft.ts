import * as z from 'zod/v4';
import { bareSchema } from './issues/schema-walk.ts';
import type { Profile } from './schema/profile.ts';

/** A value of which some parts may be missing because they were wrong; list items keep their index. */
export type Draft<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly (Draft<Item> | undefined)[]
      : { readonly [Key in keyof T]?: Draft<T[Key]> | undefined };

/** The valid parts of a profile. */
export type ProfileDraft = Draft<Profile>;
export type MachineDraft = NonNullable<NonNullable<ProfileDraft['machines']>[number]>;

/** The profile's valid parts, with defaults filled in; what the schema refuses is undefined. */
export function salvageProfile(schema: z.ZodType<Profile>, value: unknown): ProfileDraft {
  const salvaged = salvage(schema, value);
  return isRecord(salvaged) ? (salvaged as ProfileDraft) : {};
}

function salvage(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodObject && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(bare.shape).map(([key, child]) => [
        key,
        child instanceof z.ZodType ? salvage(child, value[key]) : undefined,
      ]),
    );
  }
  const element = bare instanceof z.ZodArray ? bare.element : undefined;
  if (element instanceof z.ZodType && Array.isArray(value)) {
    return value.map((item) => salvage(element, item));
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
