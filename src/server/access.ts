import { hash, timingSafeEqual } from 'node:crypto';
import { type Cidr, cidrContains } from '../net/address.ts';
import type { ShelfNode } from './shelf.ts';

/** SHA-256 in hex: tokens are compared and kept as this only. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}

/** The token of `Authorization: Bearer …`, or the password of `Authorization: Basic …`. */
export function presentedToken(authorization: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization ?? '') ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const text = Buffer.from(value, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}

/** Whether both SHA-256 in hex are the same, in constant time. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The peer's address as text; IPv4 in IPv6 (`::ffff:10.0.0.1`) as IPv4. */
export function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** Networks in which an address and a MAC address are proof enough. */
export interface TrustedNetworks {
  readonly cidrs: readonly Cidr[];
  /** MAC address of a neighbour, lower case; undefined when it is none. `fresh` for what must be true now. */
  readonly macOf: (address: string, fresh?: boolean) => string | undefined;
}

/** Whether the address lies in a trusted network. */
export function isTrusted(address: string, { cidrs }: TrustedNetworks): boolean {
  return cidrs.some((cidr) => cidrContains(cidr, address));
}

/**
 * Whether this peer is the node: it has the node's address, and no other MAC address than the node's as far as both
 * are known; or it has the node's MAC address (a machine that has no address of its own yet). `fresh`: asks the kernel
 * anew, which every secret is worth.
 */
export function isPeer(
  node: Pick<ShelfNode, 'address' | 'mac'>,
  peer: string,
  networks: TrustedNetworks,
  fresh = false,
): boolean {
  if (!isTrusted(peer, networks)) return false;
  const mac = networks.macOf(peer, fresh);
  if (mac !== undefined && node.mac !== undefined) return mac === node.mac;
  return peer === node.address;
}
