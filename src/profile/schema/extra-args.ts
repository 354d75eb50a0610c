import * as z from 'zod/v4';
import { matching } from './scalars.ts';

const flagName = matching(
  /^[a-z][a-z0-9-]*$/,
  'profile/invalid-format',
  'the name of a flag without dashes in front',
  'profiling',
);

/** Extra command-line flags, name without dashes → value; a list repeats or joins the flag as its type demands. */
export const extraArgs = z
  .record(
    flagName,
    z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]),
  )
  .describe('Flags of the program by name without dashes; checked against the version in use.');
