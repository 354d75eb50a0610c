import { defineCode } from '../define-codes.ts';

const restore = () => 'restore the file from a backup';

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function reissue(ids: readonly string[]): string {
  const leaves = ids.filter((id) => !id.startsWith('ca/'));
  if (leaves.length < ids.length) return 'a CA is never replaced silently: plan a CA rotation';
  const flags = leaves.slice(0, 5).map((id) => `--reissue ${id}`);
  const rest = leaves.length > 5 ? ' …' : '';
  return `to have it issued anew: ${flags.join(' ')}${rest} (or remove certificates."ID" from the secrets file)`;
}

/** Codes of the stage `pki`. */
export const pkiCodes = {
  'pki/secrets-not-yaml': defineCode<{ file: string; line: number; column: number }>({
    severity: 'error',
    message: ({ file, line, column }) => `${file} is not YAML (line ${line}, column ${column})`,
    hint: restore,
    doc: 'The secrets file cannot be read as YAML. Restore it: new secrets would cut off a running cluster.',
  }),
  'pki/secrets-cut-off': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} is cut off: its last line is not three dots`,
    hint: restore,
    doc: 'The secrets file does not end as it was written, so certificates at its end may be missing. Nothing is issued in their place.',
  }),
  'pki/secrets-version': defineCode<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} does not say version: 1`,
    hint: () => 'this clusterseed reads version 1; take the clusterseed that wrote the file',
    doc: 'The secrets file is of a version that this clusterseed does not read.',
  }),
  'pki/secrets-other-cluster': defineCode<{ file: string; cluster: string }>({
    severity: 'error',
    message: ({ file, cluster }) => `${file} does not belong to the cluster ${cluster}`,
    hint: () =>
      'put the right secrets file beside the profile; to rename a cluster is to build a new one',
    doc: 'The secrets file names another cluster than the profile.',
  }),
  'pki/secrets-incomplete': defineCode<{ file: string; part: string }>({
    severity: 'error',
    message: ({ file, part }) => `${file} lacks ${part}`,
    hint: restore,
    doc: 'A part that every secrets file has is gone (leaf certificates may be missing, the rest may not).',
  }),
  'pki/secrets-unknown': defineCode<{ file: string; part: string }>({
    severity: 'error',
    message: ({ file, part }) => `${file} holds ${part}, which clusterseed does not know`,
    hint: () => 'remove it; what lies in the secrets file is rewritten by clusterseed',
    doc: 'The secrets file holds an entry that would be lost when clusterseed writes the file again.',
  }),
  'pki/secrets-damaged': defineCode<{ file: string; part: string; expected: string }>({
    severity: 'error',
    message: ({ file, part, expected }) => `${file}: ${part} is damaged: it is not ${expected}`,
    hint: restore,
    doc: 'A value in the secrets file is not what it must be, for example a PEM block that was cut off.',
  }),
  'pki/secrets-key-mismatch': defineCode<{ file: string; part: string }>({
    severity: 'error',
    message: ({ file, part }) => `${file}: the key of ${part} does not belong to its certificate`,
    hint: restore,
    doc: 'A private key and the certificate beside it do not belong together.',
  }),
  'pki/secrets-wrong-ca': defineCode<{ file: string; part: string; ca: string }>({
    severity: 'error',
    message: ({ file, part, ca }) => `${file}: ${part} was not signed by the CA ${ca} in that file`,
    hint: restore,
    doc: 'A stored certificate does not chain to the stored CA, so nobody would trust it.',
  }),
  'pki/certificate-stale': defineCode<{ id: string; why: string }>({
    severity: 'error',
    message: ({ id, why }) => `the stored certificate ${id} no longer fits the cluster: ${why}`,
    hint: ({ id }) => reissue([id]),
    doc: 'A stored certificate lacks a name or address that a link dials, or has another subject or usage. It is never re-issued silently: ask for it.',
  }),
  'pki/certificate-expired': defineCode<{ ids: readonly string[]; first: string }>({
    severity: 'error',
    message: ({ ids, first }) =>
      `${ids.length === 1 ? 'a stored certificate has' : `${ids.length} stored certificates have`} expired (since ${first}): ${someOf(ids)}`,
    hint: ({ ids }) => reissue(ids),
    doc: 'Stored certificates are past their end. They are never re-issued silently: ask for it.',
  }),
  'pki/certificate-expiring': defineCode<{
    ids: readonly string[];
    first: string;
    days: number;
  }>({
    severity: 'warning',
    message: ({ ids, first, days }) =>
      `${ids.length === 1 ? 'a stored certificate expires' : `${ids.length} stored certificates expire`} within ${days} days (from ${first}): ${someOf(ids)}`,
    hint: ({ ids }) => reissue(ids),
    doc: 'Stored certificates end soon; a node that is built now would outlive them.',
  }),
  'pki/leaf-outlives-ca': defineCode<{ ca: string; until: string }>({
    severity: 'warning',
    message: ({ ca, until }) =>
      `certificates of the CA ${ca} are issued only until ${until}, when that CA ends`,
    hint: () => 'shorten pki.validity.leaf, or plan a CA rotation',
    doc: 'pki.validity.leaf reaches beyond the end of the CA; the certificate was cut to end with its CA.',
  }),
};
