import { defineCode } from '../define-codes.ts';

const restore = () => 'restore the file from a backup';

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function renew(ids: readonly string[], selection: string): string {
  const ca = ids.find((id) => id.startsWith('ca/'));
  if (ca !== undefined) {
    return `a CA is never replaced silently: clusterseed secrets rotate PROFILE ${ca}`;
  }
  const [id] = ids;
  const which = ids.length === 1 ? `--certificate ${id}` : selection;
  return `to have ${ids.length === 1 ? 'it' : 'them'} issued anew: clusterseed secrets renew PROFILE ${which}`;
}

/** What may follow a stage of a rotation, and by which command. */
const stageHints: Readonly<Record<string, string>> = {
  none: 'the first stage is trust: leave out --stage',
  trust: 'build and roll out trust, then --stage switch; --stage back undoes it',
  switch: 'build and roll out switch, then --stage drop; --stage back undoes it',
  drop: 'nothing follows but to delete the old generation: clusterseed secrets drop PROFILE NAME',
};

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
  'pki/own-ca': defineCode<{ ca: string; why: string }>({
    severity: 'error',
    message: ({ ca, why }) => `the CA ${ca} that you bring cannot be used: ${why}`,
    hint: () =>
      'certificate: the CA that signs, then what is above it up to the root; key: the key of that CA',
    doc: 'A CA that the profile names under pki.ca is no CA, has a gap up to its root, or its key is another one’s.',
  }),
  'pki/own-ca-no-key': defineCode<{ ca: string }>({
    severity: 'error',
    message: ({ ca }) =>
      `the secrets file does not hold the CA ${ca} yet, and its key is not named`,
    hint: () => 'name the key’s file for the first build; it is not needed any more afterwards',
    doc: 'A CA under pki.ca has no key although the secrets file has yet to take it over.',
  }),
  'pki/own-ca-not-stored': defineCode<{ ca: string }>({
    severity: 'error',
    message: ({ ca }) => `the secrets file holds another CA ${ca} than the profile names`,
    hint: ({ ca }) =>
      `to move a running cluster to it, in stages: clusterseed secrets rotate PROFILE ca/${ca}`,
    doc: 'A CA under pki.ca differs from the stored one. A CA is never replaced silently: rotate to it.',
  }),
  'pki/own-ca-in-use': defineCode<{ ca: string }>({
    severity: 'error',
    message: ({ ca }) => `the profile names the CA ${ca} that is in use already`,
    hint: ({ ca }) => `put the files of the new CA under pki.ca first, then rotate ca/${ca}`,
    doc: 'A rotation to a CA of yours was asked for, but pki.ca still names the one in use.',
  }),
  'pki/stage-order': defineCode<{ name: string; from: string; asked: string }>({
    severity: 'error',
    message: ({ name, from, asked }) =>
      `the rotation of ${name} cannot go from ${from} to ${asked}: stages are not skipped`,
    hint: ({ from, name }) => stageHints[from]?.replace('NAME', name),
    doc: 'Each stage of a rotation (trust, switch, drop) has to be rolled out before the next one, or nodes would refuse each other.',
  }),
  'pki/unknown-certificate': defineCode<{ id: string; nearest?: string }>({
    severity: 'error',
    message: ({ id }) => `the cluster has no certificate ${id}`,
    hint: ({ nearest }) =>
      nearest === undefined ? 'clusterseed secrets status lists all' : `did you mean ${nearest}?`,
    doc: 'A certificate was named that the secrets file does not hold or no link asks for.',
  }),
  'pki/unknown-node': defineCode<{ name: string; nearest?: string }>({
    severity: 'error',
    message: ({ name }) => `the cluster has no machine ${name}`,
    hint: ({ nearest }) => (nearest === undefined ? undefined : `did you mean ${nearest}?`),
    doc: 'A machine was named that the profile does not have.',
  }),
  'pki/nothing-retired': defineCode<{ id: string }>({
    severity: 'error',
    message: ({ id }) => `the secrets file holds no earlier generation of ${id} that could be used`,
    hint: () => 'clusterseed secrets status lists what it holds',
    doc: 'An earlier generation was to be restored or dropped, but there is none, or its CA has changed since.',
  }),
  'pki/certificate-stale': defineCode<{ id: string; why: string }>({
    severity: 'error',
    message: ({ id, why }) => `the stored certificate ${id} no longer fits the cluster: ${why}`,
    hint: ({ id }) => `${renew([id], '')}, or all such: --stale`,
    doc: 'A stored certificate lacks a name or address that a link dials, or has another subject or usage. It is never re-issued silently: ask for it.',
  }),
  'pki/certificate-expired': defineCode<{ ids: readonly string[]; first: string }>({
    severity: 'error',
    message: ({ ids, first }) =>
      `${ids.length === 1 ? 'a stored certificate has' : `${ids.length} stored certificates have`} expired (since ${first}): ${someOf(ids)}`,
    hint: ({ ids }) => renew(ids, '--stale'),
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
    hint: ({ ids, days }) => renew(ids, `--within ${days}d`),
    doc: 'Stored certificates end soon; a node that is built now would outlive them.',
  }),
  'pki/leaf-outlives-ca': defineCode<{ ca: string; until: string }>({
    severity: 'warning',
    message: ({ ca, until }) =>
      `certificates of the CA ${ca} are issued only until ${until}, when that CA ends`,
    hint: ({ ca }) =>
      `shorten pki.validity.leaf, or rotate the CA: clusterseed secrets rotate PROFILE ca/${ca}`,
    doc: 'pki.validity.leaf reaches beyond the end of the CA; the certificate was cut to end with its CA.',
  }),
};
