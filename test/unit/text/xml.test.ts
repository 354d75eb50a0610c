import { expect, it } from 'vitest';
import { element, toXml } from '../../../src/text/xml.ts';

it('writes elements, attributes and text', () => {
  const root = element('a', { 'x:y': '1', gone: undefined }, [
    element('b', {}, ['text']),
    element('c'),
  ]);
  expect(toXml(root)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<a x:y="1">\n  <b>text</b>\n  <c/>\n</a>\n',
  );
});

it('escapes what a reader would take for something else', () => {
  expect(toXml(element('a', { b: '<&>"\'\n\t' }, ['<&>\r']))).toContain(
    '<a b="&lt;&amp;&gt;&quot;&apos;&#10;&#9;">&lt;&amp;&gt;&#13;</a>',
  );
});

it('refuses what XML cannot carry', () => {
  for (const text of ['\0', '\x1b', '\ud800', '\uffff']) {
    expect(() => toXml(element('a', {}, [text]))).toThrow(TypeError);
  }
  expect(() => toXml(element('a b'))).toThrow(TypeError);
  expect(() => toXml(element('a', {}, ['text', element('b')]))).toThrow(TypeError);
});
