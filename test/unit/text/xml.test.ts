import { expect, test } from 'vitest';
import { formatXml, xml } from '../../../src/text/xml.ts';

test('elements, attributes and text are escaped; text keeps its line', () => {
  const root = xml(
    'a',
    { x: 1, y: '"<&>', z: undefined },
    xml('b', {}, 'one < two & "three"'),
    xml('c'),
  );
  expect(formatXml(root)).toBe(
    '<a x="1" y="&quot;&lt;&amp;&gt;">\n  <b>one &lt; two &amp; &quot;three&quot;</b>\n  <c/>\n</a>\n',
  );
  expect(formatXml(xml('a', {}, 'bell \u0007 lone \uD800'))).toBe(
    '<a>bell \uFFFD lone \uFFFD</a>\n',
  );
});
