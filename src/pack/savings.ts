import { createHash } from 'node:crypto';
import type { Machine, MachineFile } from '../machine/model.ts';
import { toBytes } from '../text/bytes.ts';
import type { DocumentFormat } from './artifact.ts';
import { encodeDocument, type PackOptions } from './encode-document.ts';
import { platforms } from './platforms.ts';
import { withEcdsaKeys } from './with-ecdsa-keys.ts';

/** A change of the profile and what it makes of the document. */
export interface Saving {
  readonly what: string;
  /** Bytes of the document then, as the platform counts them. */
  readonly size: number;
  /** YAML to paste into the profile, a line each, and where. */
  readonly lines: readonly string[];
  readonly where: string;
}

const fetchPlan = '/etc/clusterseed/fetch.plan';
const exampleStore = 'https://seed.example.org/icc';
const mostFiles = 3;

/**
 * What each change of the profile would make of this document, measured by packing it so; from the smallest
 * change to the largest.
 */
export function savingsFor(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): Saving[] {
  const sizeOf = (changed: Machine, more: Partial<PackOptions> = {}) =>
    encodeDocument(changed, format, { ...options, ...more }).size;
  const bringsGzip = platforms[options.platform].gzip || format === 'ignition';
  const packs = options.compression === 'none' && bringsGzip;
  const small = withEcdsaKeys(machine);
  const keys = {
    lines: ['pki: { algorithm: ecdsa-p256 }'],
    where: 'at the top, for keys yet to be made',
  };
  return [
    ...(packs
      ? [
          {
            what: 'compressed as a whole (gzip)',
            size: sizeOf(machine, { compression: 'auto' }),
            lines: ['compression: auto'],
            where: 'under target',
          },
        ]
      : []),
    ...movedFiles(machine).map(({ without, ...saving }) => ({ ...saving, size: sizeOf(without) })),
    ...(small === undefined
      ? []
      : [{ what: 'ECDSA P-256 keys instead of RSA', size: sizeOf(small), ...keys }]),
    ...(small === undefined || !packs
      ? []
      : [
          {
            what: 'both gzip and ECDSA P-256 keys',
            size: sizeOf(small, { compression: 'auto' }),
            ...keys,
            where: `${keys.where}, and compression: auto under target`,
          },
        ]),
    ...(options.delivery === 'split' ? [] : [splitSaving(machine, sizeOf, options)]),
  ];
}

function splitSaving(
  machine: Machine,
  sizeOf: (machine: Machine, more: Partial<PackOptions>) => number,
  { store }: PackOptions,
): Saving {
  const assumed = store ?? { url: exampleStore, cluster: 'icc' };
  return {
    what: 'split: a small document that fetches the rest',
    size: sizeOf(machine, { delivery: 'split', store: assumed, compression: 'auto' }),
    lines: [
      'delivery: split',
      ...(store === undefined ? ['store: { url: https://YOUR-SERVER/FOLDER }'] : []),
    ],
    where: store === undefined ? 'under target' : `on the machine ${machine.name}`,
  };
}

/** The largest files of the person's own, each turned into a checked download; the smallest of them first. */
function movedFiles(machine: Machine): (Omit<Saving, 'size'> & { readonly without: Machine })[] {
  const plan = machine.files.find(({ path }) => path === fetchPlan);
  if (plan === undefined) return [];
  const own = machine.files.filter(
    ({ path, from, user, group }) =>
      from.component === 'profile' && user === 'root' && group === 'root' && /^[!-~]+$/.test(path),
  );
  return own
    .toSorted((a, b) => toBytes(a.content).length - toBytes(b.content).length)
    .slice(-mostFiles)
    .map((file) => moveFile(machine, plan, file));
}

function moveFile(machine: Machine, plan: MachineFile, file: MachineFile) {
  const bytes = toBytes(file.content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const mode = file.mode.toString(8).padStart(4, '0');
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const url = `https://YOUR-SERVER/${encodeURIComponent(name)}`;
  const row = `${name}-${sha256.slice(0, 8)} ${sha256.slice(0, 12)} ${sha256} file ${file.path} ${mode} ${url}\n`;
  const files = machine.files.flatMap((each) => {
    if (each === file) return [];
    return each === plan ? [{ ...plan, content: `${plan.content}${row}` }] : [each];
  });
  return {
    what: `${file.path} as a checked download`,
    lines: [
      `- { path: ${JSON.stringify(file.path)}, mode: "${mode}", url: ${url}, sha256: ${sha256} }`,
    ],
    where: 'under files, instead of its entry',
    without: { ...machine, files },
  };
}
