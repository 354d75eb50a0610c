import { isStrongSuite } from '../text/tls-suites.ts';
import { type Check, type Verdict, verdict } from './check.ts';
import type { Flags, NodeView } from './node-view.ts';

/** Where the flags of a program are found on a node. */
export type FlagSource = (node: NodeView) => Flags | undefined;

/** The flags of a static pod. */
export function podFlags(name: string): FlagSource {
  return (node) => node.pod(name)?.flags;
}

/** The flag as a person would write it, or that it is not there. */
export function shown(flags: Flags, name: string): string {
  const value = flags.get(name);
  return value === undefined ? `--${name} not set` : `--${name}=${value}`;
}

/** Checks of the flags of one program. */
export function flagChecks(source: FlagSource) {
  const check =
    (name: string, holds: (value: string | undefined) => boolean): Check =>
    (node) => {
      const flags = source(node);
      return flags && verdict(holds(flags.get(name)), shown(flags, name));
    };
  return {
    /** The flag has this value. */
    equals: (name: string, wanted: string) => check(name, (value) => value === wanted),
    /** The flag does not have this value; not set is fine. */
    isNot: (name: string, unwanted: string) => check(name, (value) => value !== unwanted),
    /** The flag is not given. */
    isAbsent: (name: string) => check(name, (value) => value === undefined),
    /** A number, at least so much. */
    isAtLeast: (name: string, least: number) => check(name, (value) => Number(value) >= least),
    /** The list has the entry. */
    has: (name: string, entry: string) => check(name, (value) => entriesOf(value).includes(entry)),
    /** The list does not have the entry. */
    lacks: (name: string, entry: string) =>
      check(name, (value) => !entriesOf(value).includes(entry)),
    /** All of these are given. */
    areSet:
      (...names: readonly string[]): Check =>
      (node) => {
        const flags = source(node);
        return flags && judgeSet(flags, names);
      },
  };
}

/** The entries of a list. */
export function entriesOf(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((entry) => entry !== '');
}

/** The benchmark's strong suites (1.2.29 and 4.2.12): forward secrecy and authenticated encryption, or TLS 1.3. */
export function judgeSuites(suites: readonly string[], setting: string): Verdict {
  const weak = suites.find((suite) => !isStrongSuite(suite));
  if (suites.length === 0) return verdict(false, `${setting} not set: the program’s own list`);
  return weak === undefined
    ? verdict(true, `${setting}: ${suites.length} suites, all strong`)
    : verdict(false, `${setting} has ${weak}`);
}

function judgeSet(flags: Flags, names: readonly string[]): Verdict {
  const missing = names.find((name) => (flags.get(name) ?? '') === '');
  return missing === undefined
    ? verdict(true, names.map((name) => shown(flags, name)).join(' '))
    : verdict(false, `--${missing} not set`);
}
