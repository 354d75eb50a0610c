import { defineCode } from '../define-codes.ts';

/** Findings about `accept:`, the profile's list of warnings that are right as they are. */
export const acceptCodes = {
  'accept/unknown-code': defineCode<{ code: string; nearest?: string }>({
    severity: 'error',
    message: ({ code }) => `there is no warning “${code}”`,
    hint: ({ nearest }) =>
      nearest === undefined
        ? 'docs/diagnostics.md has every code; items of the CIS benchmark are cis/NUMBER'
        : `did you mean “${nearest}”?`,
    doc: 'accept names a code that is neither a diagnostic nor an item of the CIS benchmark (cis/1.2.16).',
  }),
  'accept/not-a-warning': defineCode<{ code: string }>({
    severity: 'error',
    message: ({ code }) => `${code} is an error and cannot be accepted`,
    hint: () => 'mend what it is about; only warnings are accepted',
    doc: 'accept names the code of an error. Only warnings can be accepted.',
  }),
  'accept/no-reason': defineCode<{ code: string }>({
    severity: 'error',
    message: ({ code }) => `${code} is accepted without a reason`,
    hint: () => 'say in a sentence why it is right here, for whoever reads the profile next',
    doc: 'The reason of an accepted warning is empty.',
  }),
  'accept/twice': defineCode<{ code: string; first: number }>({
    severity: 'error',
    message: ({ code, first }) => `${code} is accepted already, by entry ${first}`,
    hint: () => 'keep one, or narrow each with machine or path',
    doc: 'Two entries of accept have the same code, machine and path.',
  }),
  'accept/unknown-machine': defineCode<{ machine: string; nearest?: string }>({
    severity: 'error',
    message: ({ machine }) => `no machine is called “${machine}”`,
    hint: ({ nearest }) =>
      nearest === undefined ? 'use a name of machines' : `did you mean “${nearest}”?`,
    doc: 'accept is narrowed to a machine that the profile does not have.',
  }),
  'accept/stale': defineCode<{ code: string }>({
    severity: 'warning',
    message: ({ code }) => `${code} is accepted and does not come up`,
    hint: () => 'remove the entry, or correct its machine or path',
    doc: 'A warning is accepted that this profile does not have (any more). Warnings about secrets, documents and what lies on disk come and go, and are never stale.',
  }),
};
