import { Composer, CST, isScalar, Parser } from 'yaml';

/**
 * The text of a YAML document with the plain or quoted scalar at `path` replaced by `value`, in the same quotes. Every
 * other byte stays: comments, layout, line ends. Undefined when no scalar is written there, or it is an alias.
 */
export function setScalar(
  text: string,
  path: readonly (string | number)[],
  value: string,
): string | undefined {
  const tokens = [...new Parser().parse(text)];
  const [document] = new Composer({ keepSourceTokens: true }).compose(tokens);
  const node = document?.getIn(path, true);
  if (!isScalar(node) || node.srcToken === undefined) return undefined;
  CST.setScalarValue(node.srcToken, value);
  return tokens.map((token) => CST.stringify(token)).join('');
}
