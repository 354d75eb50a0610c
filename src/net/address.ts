import ipaddr from 'ipaddr.js';

/** Whether `text` is an IPv4 (four decimal parts, no leading zeros) or IPv6 address. */
export function isAddress(text: string): boolean {
  // The library throws and catches on a name; most of what is asked about is one.
  if (text.includes(':')) return ipaddr.IPv6.isValid(text);
  return /^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
}

/** Whether `text` is `address/prefix`; host bits are allowed. */
export function isCidrAddress(text: string): boolean {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || prefix === undefined || rest.length > 0) return false;
  if (!isAddress(address) || !/^\d{1,3}$/.test(prefix)) return false;
  return Number(prefix) <= (address.includes(':') ? 128 : 32);
}

/** Whether `text` is a network: `address/prefix` whose host bits are all zero. */
export function isCidr(text: string): boolean {
  if (!isCidrAddress(text)) return false;
  const network = parseCidr(text);
  return (
    formatAddress(network.first, network.family) === normalizeAddress(text.split('/')[0] ?? '')
  );
}

/** A network as numbers: `first` and `last` address, `prefix` length, 4 or 6. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `address/prefix`; host bits are dropped. The text must satisfy `isCidrAddress`. */
export function parseCidr(text: string): Cidr {
  const [address = '', prefixText = ''] = text.split('/');
  const { value, family } = parseAddress(address);
  const prefix = Number(prefixText);
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefix);
  const first = (value >> hostBits) << hostBits;
  return { family, prefix, first, last: first + (1n << hostBits) - 1n };
}

/** An address as a number and its family. The text must satisfy `isAddress`. */
export function parseAddress(text: string): { readonly value: bigint; readonly family: 4 | 6 } {
  const parsed = ipaddr.parse(text);
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { value, family: parsed.kind() === 'ipv4' ? 4 : 6 };
}

/** The canonical text of an address given as a number (RFC 5952 for IPv6). */
export function formatAddress(value: bigint, family: 4 | 6): string {
  const length = family === 4 ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) =>
    Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** The canonical text of an address. */
export function normalizeAddress(text: string): string {
  const { value, family } = parseAddress(text);
  return formatAddress(value, family);
}

/** Whether the address lies in the network. */
export function cidrContains(network: Cidr, address: string): boolean {
  const { value, family } = parseAddress(address);
  return family === network.family && value >= network.first && value <= network.last;
}

/** Whether two networks share an address. */
export function cidrsOverlap(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** The network's text, `10.32.0.0/24`. */
export function formatCidr(network: Cidr): string {
  return `${formatAddress(network.first, network.family)}/${network.prefix}`;
}

/** The address at `offset` from the network's first one. */
export function addressAt(network: Cidr, offset: number): string {
  return formatAddress(network.first + BigInt(offset), network.family);
}

/** The `index`-th subnet of the given prefix length inside `network`. */
export function subnetAt(network: Cidr, prefix: number, index: bigint): Cidr {
  const hostBits = BigInt((network.family === 4 ? 32 : 128) - prefix);
  const first = network.first + (index << hostBits);
  return { family: network.family, prefix, first, last: first + (1n << hostBits) - 1n };
}

/** `host:port` with IPv6 hosts in brackets (RFC 3986 section 3.2.2). */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Splits `host:port`; brackets around an IPv6 host are dropped. */
export function splitHostPort(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  return {
    host: text.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(text.slice(colon + 1)),
  };
}
