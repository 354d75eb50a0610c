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
        : 'restore the secrets file; to issue certificates anew on purpose: clusterseed secrets renew',
    doc: 'The manifest of an earlier build lists secrets that the secrets file lacks. Restore the file: new secrets would cut off the running cluster.',
  }),
  'output/stage-skipped': defineCode<{ name: string; built: string; wanted: string }>({
    severity: 'warning',
    message: ({ name, built, wanted }) =>
      `the rotation of ${name} is at ${wanted}, but the last build here is at ${built === 'none' ? 'no stage of it' : built}: a stage between them was not built`,
    hint: ({ name }) =>
      `unless it was built elsewhere and every node has it: clusterseed secrets rotate PROFILE ${name} --stage back, and build`,
    doc: 'Nodes that have the documents of the last build and nodes that get those of this one would not trust each other.',
  }),
  'output/stage-not-built': defineCode<{ name: string; stage: string; directory: string }>({
    severity: 'warning',
    message: ({ name, stage, directory }) =>
      `the stage ${stage} of ${name} was not built into ${directory}, so perhaps no node has it`,
    hint: () => 'build and roll out each stage before the next: --stage back undoes this one',
    doc: 'A rotation was moved on although the manifest of the last build shows that the stage before was not built.',
  }),
  'output/no-recipient': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `nobody is named whom ${file} shall be encrypted to`,
    hint: () => 'name every age recipient: --recipient age1… or --recipients-file FILE',
    doc: 'The secrets file was to be encrypted for the first time without a recipient.',
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
