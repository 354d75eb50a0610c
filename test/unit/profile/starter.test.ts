import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../../src/compile.ts';
import { starterProfile } from '../../../src/profile/starter.ts';

function check(text: string) {
  const sources = new Map([
    ['s.yaml', text],
    ['base.yaml', 'version: 1\n'],
    ['manifests/dashboard.yaml', 'apiVersion: v1\nkind: List\nitems: []\n'],
  ]);
  return checkProfile('s.yaml', sources).diagnostics.all;
}

/** The commented settings: lines with one “#” in front of a key; prose has a space after it. */
function blocksOf(text: string): string[] {
  const settings = text.slice(text.indexOf('version: 1'));
  return [...settings.matchAll(/(?:^#(?! \S|$).*\n)+/gm)].map(([block]) => block);
}

describe('starterProfile', () => {
  it('compiles without a warning', () => expect(check(starterProfile())).toEqual([]));

  it('has the cluster’s name everywhere', () => {
    const text = starterProfile({ cluster: 'lab' });
    expect(check(text)).toEqual([]);
    expect(text).toContain('cluster: lab\n');
    expect(text).toContain('name: lab-ctrl-1');
    expect(text).not.toMatch(/@(cluster|schema)@/);
  });

  it('names the schema in its first line', () => {
    const [first] = starterProfile({ schema: 'x.json' }).split('\n');
    expect(first).toBe('# yaml-language-server: $schema=x.json');
  });

  it('offers only settings that exist: every commented block can be uncommented', () => {
    const text = starterProfile().replaceAll('AAAA… ', 'AAAAC3NzaC1lZDI1NTE5 ');
    const blocks = blocksOf(text);
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks) {
      const changed = text.replace(block, () => block.replaceAll(/^#/gm, ''));
      const shapes = check(changed)
        .map(({ code }) => code)
        .filter((code) => /profile\/(syntax|unknown|missing|invalid|duplicate|out)/.test(code));
      expect([block, shapes]).toEqual([block, []]);
    }
  });
});
