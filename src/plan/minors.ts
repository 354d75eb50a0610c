import { type knownMinors, supportedMinors } from '../profile/schema/names.ts';
import { remember } from '../text/remember.ts';
import table from './data/minors.json' with { type: 'json' };

type Minor = (typeof knownMinors)[number];

/** What goes with a minor: the releases that its own kubeadm and tests name. */
export interface MinorFacts {
  /** The release that the figures were taken from. */
  readonly release: string;
  /** etcd that kubeadm brings, and the oldest that it accepts (cmd/kubeadm/app/constants/constants.go). */
  readonly etcd: string;
  readonly etcdMinimum: string;
  /** Tags of registry.k8s.io/pause and registry.k8s.io/coredns/coredns, from the same file. 1.7 had kube-dns. */
  readonly pause: string;
  readonly coreDns?: string;
  /** Docker versions that the release was validated with, of minors whose runtime it is (CHANGELOG). */
  readonly docker?: readonly string[];
}

/** Every known minor must stand in the table, or this does not compile (scripts/version-table writes it). */
const minors: Readonly<Record<Minor, MinorFacts>> = table;

/** `1.36.3` → `1.36`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** Whether `version` is of the minor `minor` (`1.35`) or newer. */
export function isAtLeast(version: string, minor: string): boolean {
  const [major = 0, small = 0] = numbersOf(version);
  const [otherMajor = 0, otherSmall = 0] = numbersOf(minor);
  return major === otherMajor ? small >= otherSmall : major > otherMajor;
}

/** A build asks some thousand times about a handful of versions. */
const numbersOf = remember((version) => version.split('.').map(Number), 64);

/** Whether `version` is of an older minor than `minor`. */
export function isBefore(version: string, minor: string): boolean {
  return !isAtLeast(version, minor);
}

/** `1.33` → `1.34`. */
export function nextMinor(minor: string): string {
  const [major = 0, small = 0] = minor.split('.').map(Number);
  return `${major}.${small + 1}`;
}

/** The facts of the minor of `version`; for an unknown one those of the newest. */
export function minorFacts(version: string): MinorFacts {
  const known = Object.entries(minors).find(([minor]) => minor === minorOf(version));
  return known?.[1] ?? minors[supportedMinors[supportedMinors.length - 1] ?? '1.36'];
}
