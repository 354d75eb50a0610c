const unitSeconds: Readonly<Record<string, number>> = {
  y: 365 * 86_400,
  d: 86_400,
  h: 3_600,
  m: 60,
  s: 1,
};

/** Seconds of a profile's duration, `10y`, `365d` or `1h30m`; a year has 365 days. */
export function durationSeconds(text: string): number {
  let seconds = 0;
  for (const [, count = '0', unit = 's'] of text.matchAll(/(\d+)([ydhms])/g)) {
    seconds += Number(count) * (unitSeconds[unit] ?? 0);
  }
  return seconds;
}
