/** A statement of a chain, word by word; a list is a set of values in braces. */
export type NftStatement = readonly (string | number | readonly (string | number)[])[];

/** A base chain: where it hooks in, what becomes of packets that no statement decides, and its statements. */
export interface NftChain {
  readonly name: string;
  readonly hook: 'input' | 'prerouting';
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
  readonly statements: readonly NftStatement[];
}

/**
 * A file for `nft -f` that puts one table of the family inet in place of what it was, in one transaction (nft(8),
 * "Input file format"). Throws a TypeError on a word that is not plain.
 */
export function formatNftables(table: string, chains: readonly NftChain[]): string {
  const lines = chains.flatMap(({ name, hook, priority, policy, statements }) => [
    `  chain ${name} {`,
    `    type filter hook ${hook} priority ${priority}; policy ${policy};`,
    ...statements.map((statement) => `    ${statement.map(formatWord).join(' ')}`),
    '  }',
  ]);
  const again = [`table inet ${table}`, `delete table inet ${table}`];
  return `${[...again, `table inet ${table} {`, ...lines, '}'].join('\n')}\n`;
}

function formatWord(word: NftStatement[number]): string {
  if (typeof word === 'object') return `{ ${word.map(formatWord).join(', ')} }`;
  const text = String(word);
  if (!/^([A-Za-z0-9_.:/-]+|!=)$/.test(text))
    throw new TypeError(`not a word of nftables: ${text}`);
  return text;
}
