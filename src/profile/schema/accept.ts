import * as z from 'zod/v4';
import { label } from './scalars.ts';

/** One entry of `accept:` of the profile. */
export const acceptance = z.strictObject({
  code: z.string().meta({
    description: 'Code of a warning, or cis/NUMBER for an item of the CIS benchmark.',
    examples: ['intent/single-frontend'],
  }),
  reason: z.string().describe('Why it is right here.'),
  machine: label.optional().describe('Only on this machine.'),
  path: z
    .string()
    .optional()
    .meta({
      description: 'Only at this key of the profile or below it.',
      examples: ['kubernetes.apiServer.audit'],
    }),
});
