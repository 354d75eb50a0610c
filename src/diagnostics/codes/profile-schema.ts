import { defineCode } from '../define-codes.ts';

export interface FormatArgs {
  /** The value as written. */
  readonly value: string;
  /** What was expected, as a noun. */
  readonly expected: string;
  /** The change that mends it. */
  readonly hint: string;
}

/** A string that does not have the form that its place asks for. */
function defineFormat(what: string, doc: string) {
  return defineCode<FormatArgs>({
    severity: 'error',
    message: ({ value, expected }) => `“${value}” is not ${what}: expected ${expected}`,
    hint: ({ hint }) => hint,
    doc,
  });
}

/** Findings of the schema: one key or value by itself. */
export const schemaCodes = {
  'profile/unknown-key': defineCode<{
    key: string;
    where: string;
    hint: string | undefined;
  }>({
    severity: 'error',
    message: ({ key, where }) => `“${key}” is not known ${where}`,
    hint: ({ hint }) => hint,
    doc: 'The key is not part of the profile language at this place. The hint names the nearest known key, or the place where the key belongs.',
  }),
  'profile/missing-key': defineCode<{ key: string; where: string; example: string | undefined }>({
    severity: 'error',
    message: ({ key, where }) => `“${key}” is missing ${where}`,
    hint: ({ key, example }) =>
      example === undefined ? `add “${key}:”` : `add “${key}: ${example}”`,
    doc: 'A key that has no default is not given. Add it.',
  }),
  'profile/invalid-type': defineCode<{
    key: string;
    expected: string;
    received: string;
    hint: string | undefined;
  }>({
    severity: 'error',
    message: ({ key, expected, received }) => `“${key}” must be ${expected}, this is ${received}`,
    hint: ({ hint }) => hint,
    doc: 'The value has another type than its key asks for; often a number or word that needs quotes, or a list that needs brackets.',
  }),
  'profile/invalid-value': defineCode<{
    key: string;
    value: string;
    allowed: readonly string[];
    nearest: string | undefined;
  }>({
    severity: 'error',
    message: ({ key, value, allowed }) =>
      `“${value}” is no value of “${key}”: expected ${allowed.join(', ')}`,
    hint: ({ nearest, allowed, value }) => {
      if (nearest !== undefined) return `did you mean ${nearest}?`;
      if (allowed.includes(value)) return `write ${value} without quotes`;
      return allowed.length === 1 ? `write ${allowed[0]}` : `choose one of them`;
    },
    doc: 'The value is none of those that the key allows.',
  }),
  'profile/out-of-range': defineCode<{ key: string; value: string; range: string }>({
    severity: 'error',
    message: ({ key, value, range }) => `“${key}” is ${value}, it must be ${range}`,
    hint: ({ range }) => `choose a number that is ${range}`,
    doc: 'A number lies outside the range that its key allows.',
  }),
  'profile/too-few': defineCode<{ key: string; minimum: number }>({
    severity: 'error',
    message: ({ key, minimum }) => `“${key}” needs at least ${minimum} entry`,
    hint: ({ key }) => `add an entry to “${key}”, or leave the key out if it has a default`,
    doc: 'A list is empty that must not be.',
  }),
  'profile/invalid-format': defineFormat(
    'in the right form',
    'A text does not have the form that its place asks for; the message says which.',
  ),
  'profile/invalid-name': defineFormat(
    'a valid name',
    'A cluster, machine or DNS name is not RFC 1123: lower-case letters, digits and “-”, at most 63 per label.',
  ),
  'profile/invalid-address': defineFormat(
    'a valid address',
    'An IP address is wrong, has a prefix length where none belongs, or lacks one where it must stand.',
  ),
  'profile/invalid-cidr': defineFormat(
    'a valid network',
    'A network is not in CIDR form, or its host bits are not zero.',
  ),
  'profile/invalid-mac': defineFormat(
    'a MAC address',
    'A MAC address is not six pairs of hexadecimal digits joined by “:”.',
  ),
  'profile/invalid-hardware-id': defineFormat(
    'a hardware identifier',
    'A UUID is not 32 hexadecimal digits in five groups, or a serial number is empty, too long or holds spaces.',
  ),
  'profile/invalid-mode': defineFormat(
    'a file mode',
    'A file mode is not three octal digits, with a leading zero at will, in quotes.',
  ),
  'profile/invalid-path': defineFormat(
    'a valid path',
    'A path on the machine is not absolute, or a path beside the profile is absolute or climbs out by “..”.',
  ),
  'profile/invalid-duration': defineFormat(
    'a duration',
    'A duration is not numbers with the units y, d, h, m or s.',
  ),
  'profile/invalid-version': defineFormat(
    'a version',
    'A version is not major.minor.patch in digits, without a leading “v”.',
  ),
  'profile/invalid-sha256': defineFormat(
    'a SHA-256',
    'A checksum is not 64 lower-case hexadecimal digits.',
  ),
  'profile/invalid-url': defineFormat('a URL', 'A URL cannot be read, or is not http or https.'),
  'profile/invalid-endpoint': defineFormat(
    'an endpoint',
    'An endpoint is not host:port; IPv6 hosts stand in brackets, ports are 1 to 65535.',
  ),
};
