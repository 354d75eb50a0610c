/**
 * Folds what scripts/version-table.d prints of a version into the compiler's tables.
 *
 * usage: node scripts/version-table.d/fold-tables.ts VERSION.json ...
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatTable, formatTables } from './format-tables.ts';
import { compareLines, type Fields, fold, type Row, unfold } from './rows.ts';

/** What the program prints (main.go). */
interface Printed {
  readonly kubernetes: string;
  readonly flags: Record<
    string,
    Record<string, { type: string; default: string; deprecated?: string }>
  >;
  readonly gates: Record<string, { stage: string; default: boolean; locked?: boolean }>;
  readonly kinds: Record<string, string>;
  readonly types: Record<string, Record<string, string>>;
  readonly admissionPlugins: Record<string, boolean>;
  readonly clusterRoles: readonly string[];
  readonly images: { pause: string; coreDns: string; etcd: string; etcdMinimum: string };
}
type Table = Readonly<Record<string, Row>>;
type Tables = Readonly<Record<string, Table>>;
type Given = ReadonlyMap<string, Printed>;

/** Nearly every flag of the kubelet is deprecated for the same reason, which is said elsewhere. */
const forFile = /set via the config file/;

const root = join(import.meta.dirname, '../..');
const components = (name: string) => join(root, 'src/components/data', `${name}.json`);
const minorsFile = join(root, 'src/plan/data/minors.json');

const given: Given = new Map(
  process.argv.slice(2).map((file) => {
    const printed: Printed = JSON.parse(readFileSync(file, 'utf8'));
    return [printed.kubernetes.replace(/^v(\d+\.\d+)\..*$/, '$1'), printed];
  }),
);
const minors: Record<string, object> = { ...read(minorsFile), ...minorFacts() };
const lines = Object.keys(minors).sort(compareLines);

const { etcd, ...kubernetes } = read<Tables>(components('flags'));
write(components('flags'), formatTables({ ...foldEach(kubernetes, flagsOf), etcd: etcd ?? {} }));
write(components('gates'), formatTable(foldLines(read(components('gates')), ({ gates }) => gates)));
write(components('kinds'), formatTable(foldLines(read(components('kinds')), kindsOf)));
const fields = foldEach(readTyped(components('fields')), fieldsOf);
write(components('fields'), formatTables(mapValues(fields, (table) => mapValues(table, typed))));
write(
  components('admission-plugins'),
  formatTable(foldLines(read(components('admission-plugins')), pluginsOf)),
);
write(
  components('cluster-roles'),
  formatTable(foldLines(read(components('cluster-roles')), rolesOf)),
);
write(minorsFile, formatTable(Object.fromEntries(lines.map((line) => [line, minors[line] ?? {}]))));

function read<T extends object = Table>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A row that is nothing but a type is written as that type. */
function readTyped(file: string): Tables {
  return mapValues(read<Record<string, Record<string, Row | string>>>(file), (table) =>
    mapValues(table, (row) => (typeof row === 'string' ? { type: row } : row)),
  );
}

function typed(row: Row): Row | string {
  const keys = Object.keys(row);
  return 'type' in row && keys.length === 1 ? String(row.type) : row;
}

function write(file: string, text: string): void {
  writeFileSync(file, text);
}

function minorFacts(): Record<string, object> {
  return Object.fromEntries(
    [...given].map(([line, { kubernetes, images }]) => {
      const { etcd, etcdMinimum, pause, coreDns } = images;
      return [line, { release: kubernetes.slice(1), etcd, etcdMinimum, pause, coreDns }];
    }),
  );
}

/** One table anew: the lines that were given as they say, the others as the table has them. */
function foldLines(
  table: Table,
  pick: (printed: Printed) => Readonly<Record<string, Fields>>,
): Record<string, Row> {
  const all = unfold(table, lines);
  for (const [line, printed] of given) all.set(line, new Map(Object.entries(pick(printed))));
  return fold(all);
}

/** The same for a table in parts, such as one for each program. */
function foldEach(
  tables: Tables,
  pick: (printed: Printed) => Readonly<Record<string, Readonly<Record<string, Fields>>>>,
): Record<string, Record<string, Row>> {
  const parts = [...given.values()].flatMap((printed) => Object.keys(pick(printed)));
  const names = [...new Set([...Object.keys(tables), ...parts])];
  return Object.fromEntries(
    names.map((name) => [
      name,
      foldLines(tables[name] ?? {}, (printed) => pick(printed)[name] ?? {}),
    ]),
  );
}

function flagsOf({ flags }: Printed) {
  return mapValues(flags, (program) =>
    mapValues(program, ({ type, default: value, deprecated = '' }): Fields => {
      const because = forFile.test(deprecated) ? true : deprecated;
      return { type, default: value, deprecated: because === '' ? false : because };
    }),
  );
}

function kindsOf({ kinds }: Printed) {
  return mapValues(kinds, (type): Fields => ({ type }));
}

function fieldsOf({ types }: Printed) {
  return mapValues(types, (fields) => mapValues(fields, (type): Fields => ({ type })));
}

function pluginsOf({ admissionPlugins }: Printed) {
  return mapValues(admissionPlugins, (on): Fields => ({ on }));
}

function rolesOf({ clusterRoles }: Printed): Record<string, Fields> {
  return Object.fromEntries(clusterRoles.map((name) => [name, {}]));
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
