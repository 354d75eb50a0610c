import { defineCode } from '../define-codes.ts';

/** Findings that are our own bug: what we generated does not hold. */
export const internalCodes = {
  'internal/invalid-output': defineCode<{ what: string; why: string }>({
    severity: 'error',
    message: ({ what, why }) => `clusterseed generated something invalid: ${what}: ${why}`,
    hint: () => 'this is a bug of clusterseed, not of the profile: please report it',
    doc: 'The closed-world check refused what clusterseed itself generated.',
  }),
};
