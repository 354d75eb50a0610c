import {
  type Cidr,
  isAddress,
  isCidr,
  normalizeAddress,
  parseCidr,
  splitHostPort,
} from '../net/address.ts';

export type Network = Cidr;

/** `host:port`, an IPv6 host in brackets; undefined for anything else. */
export function splitListen(
  text: string,
): { readonly host: string; readonly port: number } | undefined {
  if (!/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/.test(text)) return undefined;
  const found = splitHostPort(text);
  return found.port <= 65_535 ? found : undefined;
}

/** Whether other machines can reach a server that listens there. */
export function isPublicHost(host: string): boolean {
  if (host === 'localhost') return false;
  if (!isAddress(host)) return true;
  const address = normalizeAddress(host);
  return address !== '::1' && !address.startsWith('127.');
}

/** Whether a server that listens there is reached by any address of its machine: nobody can go to such an address. */
export function isEveryAddress(host: string): boolean {
  return isAddress(host) && ['0.0.0.0', '::'].includes(normalizeAddress(host));
}

/** Whether the text is a network in CIDR form. */
export function isNetwork(text: string): boolean {
  return isCidr(text);
}

/** The network; `isNetwork` must hold. */
export function parseNetwork(text: string): Network {
  return parseCidr(text);
}
