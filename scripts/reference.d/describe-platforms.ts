import type { Platform } from '../../src/pack/platforms.ts';

const countings: Readonly<Record<Platform['counting'], string>> = {
  raw: 'as they are',
  base64: 'in base64',
  'gzip+base64': 'after gzip and base64',
  characters: 'text as it is, compressed in base64',
};

/** A row for each platform: how much it takes, how that is counted, how the document gets there. */
export function describePlatforms(platforms: Readonly<Record<string, Platform>>): string {
  const rows = Object.entries(platforms).map(
    ([name, { limit, counting, packaging, gzip, source }]) =>
      `| \`${name}\` | ${limit === undefined ? 'none' : limit.toLocaleString('en-US')} | ${
        limit === undefined ? '' : countings[counting]
      } | ${packaging} | ${gzip ? 'yes' : 'no'} | ${source} |`,
  );
  return [
    '| platform | bytes at most | counted | attached as | cloud-init in gzip | whose numbers |',
    '|---|---:|---|---|---|---|',
    ...rows,
  ].join('\n');
}
