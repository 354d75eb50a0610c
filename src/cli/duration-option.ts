import { durationSeconds, isDuration } from '../index.ts';
import { refuseUsage } from './refuse-usage.ts';

/** The seconds of an option such as `60d`. Ends with a usage error when it is no duration. */
export function readDuration(option: string, text: string): number {
  if (!isDuration(text)) refuseUsage(`${option} takes a duration such as 60d or 12h, not ${text}`);
  return durationSeconds(text);
}
