/** A Go duration of whole seconds in its largest unit: 31536000 → `8760h`, 90 → `90s`. */
export function goDuration(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
