/** JSON with one row a line, so that a change of a table reads as one in a diff. */
export function formatTables(
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string {
  const texts = Object.entries(tables).map(
    ([name, table]) => `  ${JSON.stringify(name)}: ${formatRows(table, '    ', '  ')}`,
  );
  return `{\n${texts.join(',\n')}\n}\n`;
}

/** The same for a single table. */
export function formatTable(table: Readonly<Record<string, unknown>>): string {
  return `${formatRows(table, '  ', '')}\n`;
}

function formatRows(table: Readonly<Record<string, unknown>>, indent: string, end: string): string {
  const rows = Object.entries(table).map(
    ([name, row]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(row)}`,
  );
  return rows.length === 0 ? '{}' : `{\n${rows.join(',\n')}\n${end}}`;
}
