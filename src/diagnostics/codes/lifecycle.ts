import { defineCode } from '../define-codes.ts';

const snapshot =
  'restore it from a snapshot instead: etcdutl snapshot restore (etcd.io, Disaster recovery)';

/** Codes of what happens to a cluster after its first build. */
export const lifecycleCodes = {
  'replace/unknown-node': defineCode<{ name: string; nearest?: string }>({
    severity: 'error',
    message: ({ name }) => `the cluster has no machine ${name} to replace`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
    doc: 'A machine was to be replaced that the profile does not have.',
  }),
  'replace/never-built': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} does not exist, so no machine can have been built from it`,
    hint: () =>
      'a first build needs no --replace; of a cluster that runs, restore the secrets file',
    doc: 'A machine was to be replaced in a cluster that was never built.',
  }),
  'replace/single-member': defineCode<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `${name} is the only member of etcd: nobody could give a new one the cluster’s data`,
    hint: () => snapshot,
    doc: 'The only member of etcd cannot be replaced while the cluster runs; its data comes back from a snapshot.',
  }),
  'replace/quorum-lost': defineCode<{
    names: readonly string[];
    members: number;
    left: number;
    quorum: number;
  }>({
    severity: 'error',
    message: ({ names, members, left, quorum }) =>
      `without ${names.join(', ')} etcd has ${left} of ${members} members, and it needs ${quorum}`,
    hint: () =>
      `replace one after the other, each healthy before the next; if they are lost, ${snapshot}`,
    doc: 'So many members of etcd were to be replaced at once that the others could not agree any more.',
  }),
  'replace/no-member-left': defineCode<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) =>
      `every member of etcd is new (${names.join(', ')}), but the secrets are those of a cluster that may run`,
    hint: () =>
      'keep a member that has the data, and take it out once the new ones are healthy; for a cluster that never ran: --never-ran',
    doc: 'The profile names other members of etcd than the cluster was built with, and none of those.',
  }),
  'replace/taken-as-new': defineCode<{ file: string }>({
    severity: 'warning',
    message: ({ file }) =>
      `every member of etcd is told to found a cluster, although ${file} is of an earlier build`,
    hint: () =>
      'if the cluster has ever run, build again without --never-ran before you boot anything',
    doc: '--never-ran gives every member of etcd the document of a founder. Beside a cluster that runs, such a member would not join it.',
  }),
};
