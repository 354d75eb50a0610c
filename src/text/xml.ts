/** An XML element: its name, attributes, and what is in it, text or elements. Attributes without a value are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** An element, for short. */
export function element(
  name: string,
  attributes: NonNullable<XmlElement['attributes']> = {},
  children: NonNullable<XmlElement['children']> = [],
): XmlElement {
  return { name, attributes, children };
}

/**
 * An XML 1.0 document in UTF-8, indented by two spaces; an element with text stays on one line. Throws a TypeError on
 * a name that is none and on characters that XML cannot carry.
 */
export function toXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}`;
}

function lines({ name, attributes = {}, children = [] }: XmlElement, indent: string): string {
  const words = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${checkName(key)}="${escapeXml(String(value))}"`],
  );
  const start = `${indent}<${checkName(name)}${words.join('')}`;
  if (children.length === 0) return `${start}/>\n`;
  const texts = children.filter((child) => typeof child === 'string');
  if (texts.length === children.length) return `${start}>${escapeXml(texts.join(''))}</${name}>\n`;
  if (texts.length > 0) throw new TypeError(`${name} mixes text and elements`);
  const inner = children.map((child) =>
    typeof child === 'string' ? '' : lines(child, `${indent}  `),
  );
  return `${start}>\n${inner.join('')}${indent}</${name}>\n`;
}

function checkName(name: string): string {
  if (!/^[A-Za-z_][\w.:-]*$/.test(name)) throw new TypeError(`${name} is no name in XML`);
  return name;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  const bare = [...text].find((character) => !isXmlCharacter(character.codePointAt(0) ?? 0));
  if (bare !== undefined) throw new TypeError('a character that XML cannot carry');
  return text.replaceAll(/[&<>"'\t\n\r]/g, (sign) => entities[sign] ?? `&#${sign.charCodeAt(0)};`);
}

/** XML 1.0, production 2 (Char). */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code !== 0xfffe && code !== 0xffff);
}
