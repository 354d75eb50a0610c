import type { X509Certificate } from 'node:crypto';
import type { Profile } from '../profile/schema/profile.ts';
import { durationSeconds } from '../text/duration.ts';

/** A point in time; the compiler is given one and never reads a clock. */
export type Instant = X509Certificate['validToDate'];

/** From when until when a certificate holds. */
export interface Validity {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Whether it ends earlier than the profile wants, because its CA does. */
  readonly isCut: boolean;
}

/**
 * The validity of a CA or leaf issued at `now`: it begins `pki.backdate` earlier (nodes boot with clocks that
 * lag) and ends `pki.validity` later, but never after `limit`, the end of the CA that signs. Whole seconds.
 */
export function validityAt(
  now: Instant,
  { pki }: Profile,
  kind: 'ca' | 'leaf',
  limit?: Instant,
): Validity {
  const wanted = shift(now, durationSeconds(pki.validity[kind]));
  const isCut = limit !== undefined && limit < wanted;
  return {
    notBefore: shift(now, -durationSeconds(pki.backdate)),
    notAfter: isCut ? limit : wanted,
    isCut,
  };
}

/** A time so many seconds after `time`, cut to the second. */
export function shift(time: Instant, seconds: number): Instant {
  const shifted = structuredClone(time);
  shifted.setTime((Math.floor(time.getTime() / 1000) + seconds) * 1000);
  return shifted;
}

/** The day of a time, `2027-11-23`, in UTC. */
export function dayOf(time: Instant): string {
  return time.toISOString().slice(0, 10);
}
