/**
 * Renews the table of etcd in src/components/data/flags.json: name, type, deprecation and versions of every flag.
 *
 * usage: node scripts/etcd-flags.ts ETCD_3.5_DIR ETCD_3.6_DIR ETCD_3.7_DIR
 *
 * The directories are the unpacked Go module go.etcd.io/etcd/server/v3 of each minor.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatTables } from './version-table.d/format-tables.ts';

interface Row {
  type: string;
  default: string;
  deprecated?: true;
  since?: string;
  until?: string;
  was?: readonly { until: string; deprecated: false }[];
}
type Table = Record<string, Row>;

const etcdTypes: Readonly<Record<string, string>> = {
  StringVar: 'string',
  BoolVar: 'bool',
  IntVar: 'int',
  Int64Var: 'int64',
  UintVar: 'uint',
  Uint64Var: 'uint64',
  Float64Var: 'float64',
  DurationVar: 'duration',
};

const directories = process.argv.slice(2);
if (directories.length !== 3) {
  throw new Error('usage: node scripts/etcd-flags.ts ETCD_3.5 ETCD_3.6 ETCD_3.7');
}
const file = join(import.meta.dirname, '../src/components/data/flags.json');
const tables: Record<string, Table> = JSON.parse(readFileSync(file, 'utf8'));
writeFileSync(file, formatTables({ ...tables, etcd: sorted(readEtcd(directories)) }));

function sorted(table: Table): Table {
  return Object.fromEntries(
    Object.keys(table)
      .sort()
      .map((name) => [name, table[name] ?? { type: 'string', default: '' }]),
  );
}

function readEtcd(directories: readonly string[]): Table {
  const minors = ['3.5', '3.6', '3.7'];
  const found = directories.map(readEtcdFlags);
  const table: Table = {};
  for (const name of new Set(found.flatMap((flags) => [...flags.keys()]))) {
    const there = minors.filter((_, index) => found[index]?.has(name));
    const first = there[0] ?? '';
    const last = there.at(-1) ?? '';
    const experimental = name.startsWith('experimental-');
    const flags = found.findLast((flags) => flags.has(name));
    table[name] = {
      type: flags?.get(name) ?? 'string',
      default: '',
      ...(experimental ? { deprecated: true as const } : {}),
      ...(first === '3.5' ? {} : { since: first }),
      ...(last === '3.7' ? {} : { until: last }),
      // In 3.5 they were the only way.
      ...(experimental && first === '3.5'
        ? { was: [{ until: '3.5', deprecated: false as const }] }
        : {}),
    };
  }
  return table;
}

function readEtcdFlags(directory: string): Map<string, string> {
  const flags = new Map<string, string>([
    ['feature-gates', 'mapStringBool'],
    ['version', 'bool'],
  ]);
  if (/3\.5\.\d+$/.test(directory)) flags.delete('feature-gates');
  for (const file of ['embed/config.go', 'etcdmain/config.go']) {
    let source = '';
    try {
      source = readFileSync(join(directory, file), 'utf8');
    } catch (error) {
      throw new Error(`not the etcd server module: ${directory}`, { cause: error });
    }
    for (const [, method = '', name = ''] of source.matchAll(
      /\bfs\.(\w+)\(&[^"]*?,\s*"([a-z0-9-]+)"/g,
    )) {
      flags.set(name, etcdTypes[method] ?? 'string');
    }
    for (const [, value = '', name = ''] of source.matchAll(
      /\bfs\.Var\(\s*(\S[^\n]*?),\s*"([a-z0-9-]+)",\s/g,
    )) {
      flags.set(name, customType(value));
    }
  }
  return flags;
}

function customType(value: string): string {
  if (/URLs|Strings/.test(value)) return 'stringSlice';
  return value.includes('Uint32') ? 'uint32' : 'string';
}
