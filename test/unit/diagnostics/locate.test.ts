import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { locate, locateAll, nodeAt } from '../../../src/diagnostics/locate.ts';
import { readSource } from '../../../src/profile/source/read-source.ts';

const text = `version: 1
network:
  services: 10.0.0.0/24
  empty:
machines:
  - name: a
    roles: [etcd, worker]
  - { name: b, address: x }
`;

function read() {
  const root = readSource('p.yaml', text, createCollector());
  if (root === undefined) throw new Error('the text is valid');
  return root;
}

function at(path: (string | number)[], onKey = false): string {
  const { line, column, endLine, endColumn } = locate(read(), path, onKey);
  return `${line}:${column}-${endLine}:${endColumn}`;
}

describe('locate', () => {
  it.each([
    [['version'], '1:10-1:11'],
    [['network', 'services'], '3:13-3:24'],
    [['machines', 0, 'roles', 1], '7:19-7:25'],
    [['machines', 1, 'address'], '8:25-8:26'],
  ])('%j is %s', (path, place) => expect(at(path)).toBe(place));

  it.each([
    [['version'], '1:1-1:8'],
    [['network', 'services'], '3:3-3:11'],
    [['machines', 0, 'roles'], '7:5-7:10'],
  ])('the key of %j is %s', (path, place) => expect(at(path, true)).toBe(place));

  it('points at the key of an empty value', () => expect(at(['network', 'empty'])).toBe('4:3-4:8'));

  it.each([
    [['network', 'pods'], '2:1-2:8'],
    [['network', 'proxy', 'http'], '2:1-2:8'],
    [['machines', 7], '5:1-5:9'],
    [['machines', 1, 'roles'], '8:5-8:28'],
  ])('%j, which is not there, falls to its parent %s', (path, place) => {
    expect(at(path)).toBe(place);
  });

  it('falls to the root at last', () => expect(at(['cluster'])).toMatch(/^1:1-/));
});

describe('nodeAt', () => {
  it('finds nodes and nothing else', () => {
    expect(nodeAt(read(), ['machines', 0, 'name'])).toMatchObject({ value: 'a' });
    expect(nodeAt(read(), ['machines', 'x'])).toBeUndefined();
    expect(nodeAt(read(), ['version', 'x'])).toBeUndefined();
  });
});

describe('locateAll', () => {
  it('fills what has no span and leaves the rest', () => {
    const span = { file: 'q', line: 9, column: 9, endLine: 9, endColumn: 9 };
    const base = { code: 'c', severity: 'error', message: 'm', path: ['version'] } as const;
    const [first, second] = locateAll([base, { ...base, span }], (path) => locate(read(), path));
    expect(first?.span).toMatchObject({ file: 'p.yaml', line: 1, column: 10 });
    expect(second?.span).toBe(span);
  });
});
