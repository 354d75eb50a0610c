import { defineCode } from '../define-codes.ts';

/** Codes of what lies on disk from earlier builds. */
export const outputCodes = {
  'output/secrets-gone': defineCode<{ names: readonly string[]; file: string }>({
    severity: 'error',
    message: ({ names, file }) =>
      `an earlier build used ${names.length === 1 ? 'a secret' : `${names.length} secrets`} that ${file} no longer has: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
    hint: ({ names }) =>
      names.some((name) => !name.startsWith('certificate/'))
        ? 'restore the secrets file from a backup; only for a cluster that never ran: remove its output directory and build again'
        : `restore the secrets file, or issue them anew on purpose with --reissue ${names.map((name) => name.slice('certificate/'.length)).join(' --reissue ')}`,
    doc: 'The manifest of an earlier build lists secrets that the secrets file lacks. Restore the file: new secrets would cut off the running cluster.',
  }),
  'output/secrets-foreign': defineCode<{ names: readonly string[]; file: string }>({
    severity: 'error',
    message: ({ names, file }) =>
      `${file} holds other secrets than the earlier build used: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`,
    hint: () =>
      'put the right secrets file beside the profile; only for a cluster that never ran: remove its output directory and build again',
    doc: 'A CA, key or token in the secrets file differs from the one that the earlier build of this output directory used.',
  }),
};
