import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { spoilFile } from '../../smoke-faults/spoil.ts';

const document = gzipSync(
  '#cloud-config\nwrite_files:\n- {path: /a, content: one, owner: x:x}\n- {path: /b, encoding: b64, content: b25l}\n',
);

test('one file gets another content, the rest stays', () => {
  expect(parse(spoilFile(document, '/b', 'two').toString())).toEqual({
    write_files: [
      { path: '/a', content: 'one', owner: 'x:x' },
      { path: '/b', content: 'two' },
    ],
  });
});

test('one file is left out', () => {
  expect(parse(spoilFile(document, '/a', undefined).toString()).write_files).toHaveLength(1);
});

test('a file that the document lacks cannot be spoilt', () => {
  expect(() => spoilFile(document, '/c', 'two')).toThrow('/c');
});
