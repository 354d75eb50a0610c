import { WorldError } from '../output/world-error.ts';

/**
 * The time of this run: SOURCE_DATE_EPOCH (seconds since 1970, https://reproducible-builds.org/specs/source-date-epoch/)
 * when it is set, else now.
 */
export function readClock(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch === undefined || epoch === '') return new Date();
  if (!/^\d{1,11}$/.test(epoch)) {
    throw new WorldError('SOURCE_DATE_EPOCH is not a number of seconds since 1970');
  }
  return new Date(Number(epoch) * 1000);
}
