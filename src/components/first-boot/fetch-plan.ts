import type { Download, Placement } from '../../machine/model.ts';

const header = '# name version sha256 kind target mode-or-members urls\n';

/**
 * The downloads as fetch.sh reads them, one line each, sorted by name. Throws when a word of it would fall apart,
 * which no name, path or URL of ours does.
 */
export function formatFetchPlan(downloads: readonly Download[]): string {
  const sorted = [...downloads].sort((a, b) => (a.name < b.name ? -1 : 1));
  return header + sorted.map((download) => `${formatLine(download)}\n`).join('');
}

function formatLine({ name, version, sha256, placement, urls }: Download): string {
  const words = [name, version, sha256, ...formatPlacement(placement), ...urls];
  for (const word of words) {
    if (!/^[!-~]+$/.test(word)) throw new TypeError(`not one word of a fetch plan: ${word}`);
  }
  return words.join(' ');
}

function formatPlacement(placement: Placement): string[] {
  if (placement.kind === 'file') {
    return ['file', placement.path, placement.mode.toString(8).padStart(4, '0')];
  }
  const members = Object.entries(placement.members).sort(([a], [b]) => (a < b ? -1 : 1));
  return [placement.kind, placement.directory, members.map((pair) => pair.join('=')).join(',')];
}
