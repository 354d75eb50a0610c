import * as z from 'zod/v4';
import { isAddress, isCidr, isCidrAddress } from '../../net/address.ts';
import { isDnsName, isLabel } from '../../net/names.ts';
import { durationPattern } from '../../text/duration.ts';

// A profile is read once: compiling a function per object, as zod does by default, takes longer than it saves.
z.config({ jitless: true });

/** A string checked by `test`; a failure is reported under `code` with what was expected. */
function checked(test: (text: string) => boolean, code: string, expected: string, example: string) {
  return z
    .string()
    .refine(test, { params: { code, expected, example } })
    .meta({ examples: [example] });
}

/** A string that matches a pattern, which editors get to know too. */
export function matching(pattern: RegExp, code: string, expected: string, example: string) {
  return z
    .string()
    .refine((text) => pattern.test(text), { params: { code, expected, example } })
    .meta({ examples: [example], pattern: pattern.source });
}

/** RFC 1123 label: at most 63 of a-z, 0-9 and '-', not at either end. */
export const label = checked(
  isLabel,
  'profile/invalid-name',
  'at most 63 characters of a-z, 0-9 and "-", not at either end (RFC 1123)',
  'icc-ctrl-1',
);
/** RFC 1123 subdomain. */
export const dnsName = checked(
  isDnsName,
  'profile/invalid-name',
  'a DNS name: labels of a-z, 0-9 and "-" joined by dots (RFC 1123)',
  'k8s.example.org',
);
export const address = checked(
  isAddress,
  'profile/invalid-address',
  'an IP address',
  '10.240.0.10',
);
export const cidr = checked(
  isCidr,
  'profile/invalid-cidr',
  'CIDR form, address/prefix without host bits',
  '10.240.0.0/24',
);
/** An address with its prefix length. */
export const cidrAddress = checked(
  isCidrAddress,
  'profile/invalid-address',
  'an IP address with its prefix length',
  '10.240.0.10/24',
);
export const macAddress = matching(
  /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/,
  'profile/invalid-mac',
  'six pairs of hex digits joined by ":"',
  '52:54:00:12:34:56',
);

/** SMBIOS UUID, as iPXE and dmidecode print it. */
export const hardwareUuid = matching(
  /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  'profile/invalid-hardware-id',
  'a UUID of 32 hex digits in five groups',
  '4c4c4544-0051-3010-8052-b4c04f4e4d31',
);
/** SMBIOS serial number: printable, without spaces. */
export const hardwareSerial = matching(
  /^[!-~]{1,64}$/,
  'profile/invalid-hardware-id',
  '1 to 64 printable ASCII characters without spaces',
  '5Q0RNM1',
);
/** Octal permission bits as a string: a YAML number would be read as decimal. */
export const fileMode = matching(
  /^0?[0-7]{3}$/,
  'profile/invalid-mode',
  'three octal digits in quotes',
  '0644',
);
export const absolutePath = checked(
  (text) => /^\/[^\p{Cc}]*$/u.test(text) && !text.split('/').includes('..') && !text.endsWith('/'),
  'profile/invalid-path',
  'an absolute path without ".."',
  '/etc/motd',
);
/** A file beside the profile, named relative to it. */
export const sourcePath = checked(
  isSourcePath,
  'profile/invalid-path',
  'a path relative to the profile, not above it',
  'manifests/ldap-webhook.yaml',
);
/** `10y`, `365d`, `12h`, `30m` or a Go-like `1h30m`. */
export const duration = matching(
  durationPattern,
  'profile/invalid-duration',
  'numbers with units, such as 10y, 365d, 12h or 1h30m',
  '1y',
);
/** Full Kubernetes-like version without a leading v. */
export const version = matching(
  /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/,
  'profile/invalid-version',
  'major.minor.patch',
  '1.36.3',
);
export const sha256 = matching(
  /^[0-9a-f]{64}$/,
  'profile/invalid-sha256',
  '64 lower-case hex digits',
  'cf2562db46c48ab84cc3791540778ee7fb1a0a008529adbb434723dd02ed8b4b',
);
export const httpUrl = checked(
  (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  'profile/invalid-url',
  'an http or https URL',
  'https://mirror.example.org/k8s',
);
/** An address with `{cluster}`, `{node}`, `{file}` and `{sha256}` to be filled in. */
export const storeUrl = checked(
  isStoreUrl,
  'profile/invalid-url',
  'an http or https URL without user, password and fragment; {cluster}, {node}, {file} and {sha256} are filled in',
  'https://seed.example.org/{cluster}/{node}/{file}',
);
/** `host:port`, IPv6 hosts in brackets. */
export const hostPort = checked(
  isHostPort,
  'profile/invalid-endpoint',
  'host:port with a DNS name or an address',
  'k8s.example.org:6443',
);
/** A host: a DNS name or an IP address without port. */
export const host = checked(
  isHost,
  'profile/invalid-name',
  'a DNS name or an IP address',
  'ntp.example.org',
);
/** `registry.example.org:5000/prefix`, without scheme. */
export const imageRegistry = matching(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/,
  'profile/invalid-format',
  'host[:port][/prefix] of a registry, without scheme',
  'registry.example.org:5000/mirror',
);
/** `quay.io/coreos/hyperkube:v1.7.2_coreos.0`: registry, repository and a tag or digest. */
export const imageName = matching(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/,
  'profile/invalid-format',
  'registry/repository:tag, by its whole name',
  'quay.io/coreos/hyperkube:v1.7.2_coreos.0',
);
/** Owner of a file, `user` or `user:group`. */
export const owner = matching(
  /^[a-z_][-a-z0-9_]{0,31}(:[a-z_][-a-z0-9_]{0,31})?$/,
  'profile/invalid-format',
  'user or user:group by name',
  'root:root',
);
export const userName = matching(
  /^[a-z_][-a-z0-9_]{0,31}$/,
  'profile/invalid-format',
  'a user name of a-z, 0-9, "_" and "-"',
  'ops',
);
/** Name of a systemd unit with its type. */
export const unitName = matching(
  /^[A-Za-z0-9:_.\\@-]{1,240}\.(service|timer|mount|path|socket|target|slice|swap)$/,
  'profile/invalid-format',
  'the name of a systemd unit with its type',
  'backup.timer',
);
/** File name of a drop-in. */
export const dropInName = matching(
  /^[A-Za-z0-9:_.@-]{1,240}\.conf$/,
  'profile/invalid-format',
  'a file name that ends in .conf',
  '10-limits.conf',
);
/** A Debian package name (Debian Policy 5.6.1), with `=version` at will. */
export const packageName = matching(
  /^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+~:-]+)?$/,
  'profile/invalid-format',
  'the name of a package',
  'ceph-common',
);
export const moduleName = matching(
  /^[A-Za-z0-9_-]+$/,
  'profile/invalid-format',
  'the name of a kernel module',
  'br_netfilter',
);
export const sysctlKey = matching(
  /^[A-Za-z0-9_.*/:-]+$/,
  'profile/invalid-format',
  'the name of a kernel setting',
  'net.ipv4.ip_forward',
);
export const sysctlValue = z.union([
  matching(/^[^\n\r]*$/, 'profile/invalid-format', 'one line of text', '1'),
  z.number(),
]);
/** An attribute of a certificate's subject (RFC 5280, ub-organization-name). */
export const subjectText = matching(
  /^[^\p{Cc}]{1,64}$/u,
  'profile/invalid-format',
  '1 to 64 characters on one line',
  'Example Organization',
);
/** ISO 3166 code. */
export const country = matching(
  /^[A-Z]{2}$/,
  'profile/invalid-format',
  'a country code of two capital letters',
  'DE',
);
/** An entry of authorized_keys. */
export const sshKey = checked(
  isSshKey,
  'profile/invalid-format',
  'a public SSH key on one line',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrv8DLbpOZZ8NfkUEXOsGShprbpGx6NT0Xy0Cx6Rm5i ops@example.org',
);
/** What follows the user's name in a line of sudoers. */
export const sudoRule = matching(
  /^[^\p{Cc}]{1,500}$/u,
  'profile/invalid-format',
  'one line of sudoers without the user’s name',
  'ALL=(ALL) NOPASSWD:ALL',
);
/** Name of an admission plugin of kube-apiserver. */
export const admissionPlugin = matching(
  /^[A-Za-z]+$/,
  'profile/invalid-format',
  'the name of an admission plugin',
  'AlwaysPullImages',
);
/** A password hash of crypt(3), or `!` and `*` for none. */
export const passwordHash = matching(
  /^([!*]{1,2}|\$[0-9a-z]{1,2}\$[^\s:]+)$/,
  'profile/invalid-format',
  'a crypt(3) hash, as “mkpasswd --method=yescrypt” prints it',
  '$y$j9T$…',
);

function isSourcePath(text: string): boolean {
  const parts = text.split('/');
  return !/\p{Cc}/u.test(text) && parts.every((part) => part !== '' && part !== '..');
}

function isStoreUrl(text: string): boolean {
  const filled = text.replaceAll(/\{(cluster|node|file|sha256)\}/g, 'x');
  if (!/^https?:[!-~]+$/.test(filled) || /[{}#\\"<>^`|]/.test(filled) || !URL.canParse(filled))
    return false;
  const { protocol, username, password } = new URL(filled);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function isHost(text: string): boolean {
  return isAddress(text) || (isDnsName(text) && !/^[\d.]+$/.test(text));
}

function isHostPort(text: string): boolean {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  if (match === null) return false;
  const [, bracketed, plain, port] = match;
  const goodHost = bracketed === undefined ? isHost(plain ?? '') : isAddress(bracketed);
  return goodHost && Number(port) >= 1 && Number(port) <= 65535;
}

function isSshKey(text: string): boolean {
  return /^((sk-)?(ssh|ecdsa)-[a-z0-9@.-]+) [A-Za-z0-9+/]+={0,2}( [^\n\r]*)?$/.test(text);
}

/** An entry of NO_PROXY. */
export const noProxyEntry = matching(
  /^[A-Za-z0-9.:*_/[\]-]+$/,
  'profile/invalid-format',
  'a name, domain, address or network without spaces or commas',
  '.example.org',
);
