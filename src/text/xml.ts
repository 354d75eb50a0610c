/** An XML element as data; a child that is a string is text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

/** An element; attributes that are `undefined` are left out. */
export function xml(
  name: string,
  attributes: XmlElement['attributes'] = {},
  ...children: XmlElement['children']
): XmlElement {
  return { name, attributes, children };
}

/**
 * The element as a document (XML 1.0), indented, with an end of line; text stands on one line with its element. Characters
 * that XML cannot carry become U+FFFD.
 */
export function formatXml(root: XmlElement): string {
  return `${format(root, '')}\n`;
}

function format({ name, attributes, children }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(String(value))}"`],
  );
  const open = `${indent}<${name}${pairs.join('')}`;
  if (children.length === 0) return `${open}/>`;
  if (children.some((child) => typeof child === 'string')) {
    const inner = children.map((child) =>
      typeof child === 'string' ? escapeXml(child) : format(child, ''),
    );
    return `${open}>${inner.join('')}</${name}>`;
  }
  const lines = children.map((child) =>
    typeof child === 'string' ? escapeXml(child) : format(child, `${indent}  `),
  );
  return [`${open}>`, ...lines, `${indent}</${name}>`].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
