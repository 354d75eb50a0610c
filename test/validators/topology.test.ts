import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { deriveTopology } from '../../src/topology/derive-topology.ts';
import { formatSvg } from '../../src/topology/format-svg.ts';
import { iccProfile, planFixture } from '../fixtures/cluster.ts';

/** Reads the image with expat and lists each text and whether it lies inside of the picture. */
const judge = `
import sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
ns = "{http://www.w3.org/2000/svg}"
assert root.tag == ns + "svg", root.tag
width, height = float(root.get("width")), float(root.get("height"))
for text in root.iter(ns + "text"):
    size = len(text.text) * 7.3
    start = float(text.get("x")) - (size / 2 if text.get("text-anchor") == "middle" else 0)
    assert start >= 0 and start + size <= width, text.text
    assert 0 < float(text.get("y")) <= height, text.text
    print(text.text)
`;

const extra = (text: string) =>
  text.replace('  apiServer:', '  apiServer:\n    extraSans: [a.example.org]');
const odd = (text: string) => text.replaceAll('icc-worker-1', 'a'.repeat(60));

test.each([
  ['ICC', (text: string) => text],
  ['with a name of the API servers’ own', extra],
  ['with a long name', odd],
])('an XML parser reads the picture of %s, and every text lies inside', (_title, edit) => {
  const svg = formatSvg(deriveTopology(planFixture(iccProfile(edit))));
  const result = spawnSync('python3', ['-c', judge], { input: svg, encoding: 'utf8' });
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  const texts = result.stdout.split('\n');
  expect(texts).toContain('3 controllers');
  expect(texts).toContain('etcd 2379/tcp, CA etcd');
});
