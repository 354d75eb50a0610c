/**
 * Writes src/components/data/flags.json: name, type, default, deprecation and versions of every flag.
 *
 * usage: node scripts/flag-tables.ts FLAGS.json ETCD_3.5_DIR ETCD_3.6_DIR ETCD_3.7_DIR
 *
 * FLAGS.json is the table taken from the Kubernetes 1.36 programs (program → [{flag, type, default, deprecated}]);
 * the directories are the unpacked Go module go.etcd.io/etcd/server/v3 of each minor.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Row {
  type: string;
  default: string;
  deprecated?: true;
  since?: string;
  until?: string;
}
type Table = Record<string, Row>;

/** What Kubernetes 1.34 to 1.36 added and removed: a comparison of the flag registrations in their sources. */
const changes: readonly [programs: readonly string[], flag: string, row: Partial<Row>][] = [
  [
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
    'min-compatibility-version',
    { since: '1.35' },
  ],
  [
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
    'tls-curve-preferences',
    { since: '1.36' },
  ],
  [['kube-controller-manager'], 'concurrent-device-taint-eviction-syncs', { since: '1.35' }],
  [['kube-controller-manager'], 'controller-shutdown-timeout', { since: '1.35' }],
  [['kube-controller-manager'], 'concurrent-resourceclaim-syncs', { since: '1.36' }],
  [
    ['kubelet'],
    'pod-infra-container-image',
    { type: 'string', default: '', deprecated: true, until: '1.34' },
  ],
];

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

const [kubernetesFile, ...etcdDirectories] = process.argv.slice(2);
if (kubernetesFile === undefined || etcdDirectories.length !== 3) {
  throw new Error('usage: node scripts/flag-tables.ts FLAGS.json ETCD_3.5 ETCD_3.6 ETCD_3.7');
}
const tables = { ...readKubernetes(kubernetesFile), etcd: readEtcd(etcdDirectories) };
writeFileSync(join(import.meta.dirname, '../src/components/data/flags.json'), format(tables));

function readKubernetes(file: string): Record<string, Table> {
  const {
    _meta,
    ...programs
  }: Record<string, { flag: string; type: string; default: string; deprecated: boolean }[]> =
    JSON.parse(readFileSync(file, 'utf8'));
  const tables = Object.fromEntries(
    Object.entries(programs).map(([program, flags]): [string, Table] => [
      program,
      Object.fromEntries(
        flags.map((flag): [string, Row] => [
          flag.flag,
          {
            type: flag.type,
            default: flag.default,
            ...(flag.deprecated ? { deprecated: true } : {}),
          },
        ]),
      ),
    ]),
  );
  for (const [programs, flag, row] of changes) {
    for (const program of programs) {
      const table = tables[program];
      if (table === undefined) throw new Error(`no table of ${program}`);
      table[flag] = { type: 'string', default: '', ...table[flag], ...row };
    }
  }
  return tables;
}

function readEtcd(directories: readonly string[]): Table {
  const minors = ['3.5', '3.6', '3.7'];
  const found = directories.map(readEtcdFlags);
  const table: Table = {};
  for (const name of new Set(found.flatMap((flags) => [...flags.keys()]))) {
    const there = minors.filter((_, index) => found[index]?.has(name));
    const first = there[0] ?? '';
    const last = there.at(-1) ?? '';
    const flags = found.findLast((flags) => flags.has(name));
    table[name] = {
      type: flags?.get(name) ?? 'string',
      default: '',
      ...(name.startsWith('experimental-') ? { deprecated: true as const } : {}),
      ...(first === '3.5' ? {} : { since: first }),
      ...(last === '3.7' ? {} : { until: last }),
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

function format(tables: Readonly<Record<string, Table>>): string {
  const programs = Object.entries(tables).map(([program, table]) => {
    const rows = Object.keys(table)
      .sort()
      .map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(table[name])}`);
    return `  ${JSON.stringify(program)}: {\n${rows.join(',\n')}\n  }`;
  });
  return `{\n${programs.join(',\n')}\n}\n`;
}
