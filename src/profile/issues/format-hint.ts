import { formatCidr, isAddress, isCidrAddress, parseCidr } from '../../net/address.ts';

type Hint = (value: string, example: string) => string | undefined;

const hints: Readonly<Record<string, Hint>> = {
  'profile/invalid-version': hintVersion,
  'profile/invalid-name': hintName,
  'profile/invalid-address': hintAddress,
  'profile/invalid-cidr': hintCidr,
  'profile/invalid-mac': hintMac,
  'profile/invalid-mode': hintMode,
  'profile/invalid-path': hintPath,
  'profile/invalid-duration': hintDuration,
  'profile/invalid-sha256': hintSha256,
  'profile/invalid-url': hintUrl,
  'profile/invalid-endpoint': hintEndpoint,
};

/** The change that brings `value` into the form that `code` asks for; never repeats a secret. */
export function formatHint(code: string, value: string, example: string): string {
  const hint = Object.hasOwn(hints, code) ? hints[code] : undefined;
  const mended = value.length > 300 ? undefined : hint?.(value, example);
  return mended ?? (example === '' ? 'see docs/profile.md' : `for example ${example}`);
}

function hintVersion(value: string, example: string): string | undefined {
  if (/^v\d+\.\d+\.\d+$/.test(value)) return `write it without the “v”: ${value.slice(1)}`;
  if (/^v?\d+\.\d+$/.test(value)) return `write the patch version too, such as ${example}`;
  return undefined;
}

function hintName(value: string): string | undefined {
  const plain = value
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
    .replaceAll(/[^a-z0-9.-]/g, '')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  if (plain === '' || plain === value) return undefined;
  return `“${plain.slice(0, 63)}” would do`;
}

function hintAddress(value: string, example: string): string | undefined {
  const wantsPrefix = example.includes('/');
  if (!wantsPrefix && isCidrAddress(value)) {
    return `write it without the prefix length: ${value.split('/')[0]}`;
  }
  if (wantsPrefix && isAddress(value)) {
    return `add the prefix length of its subnet, such as ${value}/${value.includes(':') ? 64 : 24}`;
  }
  const part = value
    .split('/')[0]
    ?.split('.')
    .find((each) => !/^\d{1,3}$/.test(each) || Number(each) > 255 || /^0\d/.test(each));
  if (value.includes(':') || part === undefined) return undefined;
  return `mend “${part.slice(0, 40)}”: four numbers from 0 to 255 joined by dots`;
}

function hintCidr(value: string, example: string): string | undefined {
  if (isCidrAddress(value)) return `the network of that address is ${formatCidr(parseCidr(value))}`;
  if (isAddress(value)) return `add the prefix length, such as ${example}`;
  return undefined;
}

function hintMac(value: string): string | undefined {
  const digits = value.replaceAll(/[^0-9A-Fa-f]/g, '').toLowerCase();
  if (digits.length !== 12 || !/^[0-9A-Fa-f.:\- ]+$/.test(value)) return undefined;
  return `write ${digits.match(/../g)?.join(':')}`;
}

function hintMode(value: string): string | undefined {
  const octal = /^0?o?([0-7]{3})$/.exec(value)?.[1];
  return octal === undefined ? undefined : `write "0${octal}"`;
}

function hintPath(value: string, example: string): string | undefined {
  if (value.split('/').includes('..')) return 'write the path without “..”';
  if (example.startsWith('/')) return value.startsWith('/') ? undefined : `write /${value}`;
  return value.startsWith('/')
    ? 'name the file relative to the profile; put it beside the profile or below'
    : undefined;
}

function hintDuration(value: string): string | undefined {
  if (/^\d+$/.test(value)) return `add a unit, such as ${value}h`;
  const match = /^(\d+)\s*(years?|days?|hours?|minutes?|mins?|seconds?|secs?)$/i.exec(value);
  return match === null ? undefined : `write ${match[1]}${match[2]?.[0]?.toLowerCase()}`;
}

function hintSha256(value: string): string | undefined {
  const digits = value
    .trim()
    .replace(/^sha256:/i, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? `write ${digits}` : undefined;
}

function hintUrl(value: string): string | undefined {
  return /^[a-z0-9.-]+(:\d+)?(\/\S*)?$/i.test(value) ? `write https://${value}` : undefined;
}

function hintEndpoint(value: string): string | undefined {
  const url = /^https?:\/\/([^/]+)\/?$/.exec(value)?.[1];
  if (url !== undefined) {
    return `write it without the scheme: ${/:\d+$/.test(url) ? url : `${url}:443`}`;
  }
  if (isAddress(value)) return `add the port: ${value.includes(':') ? `[${value}]` : value}:6443`;
  return /^[a-z0-9.-]+$/.test(value) ? `add the port: ${value}:6443` : undefined;
}
