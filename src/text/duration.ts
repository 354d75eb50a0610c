const unitSeconds: Readonly<Record<string, number>> = {
  y: 365 * 86_400,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
};

/** `10y`, `365d`, `12h`, `30m` or a Go-like `1h30m`. */
export const durationPattern = /^(\d{1,9}(y|d|h|m|s))+$/;

/** Whether the text is a duration. */
export function isDuration(text: string): boolean {
  return durationPattern.test(text);
}

/** Seconds of a profile's duration, `10y`, `365d` or `1h30m`; a year has 365 days. */
export function durationSeconds(text: string): number {
  let seconds = 0;
  for (const [, count = '0', unit = 's'] of text.matchAll(/(\d+)([ydhms])/g)) {
    seconds += Number(count) * (unitSeconds[unit] ?? 0);
  }
  return seconds;
}
