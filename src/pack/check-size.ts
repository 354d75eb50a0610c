import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Machine } from '../machine/model.ts';
import { toBytes } from '../text/bytes.ts';
import type { Artifact } from './artifact.ts';
import { ecdsaSaving } from './ecdsa-saving.ts';
import { type PlatformName, platforms } from './platforms.ts';

const largestCount = 5;

/**
 * Compares a document with its platform's limit. `compressed` tells its size when it is compressed as a whole,
 * or nothing when it is already. Raises render/userdata-too-large with the five largest files and what
 * compression and smaller keys would save.
 */
export function checkSize(
  machine: Machine,
  document: Artifact,
  platform: PlatformName,
  compressed: () => number | undefined,
  diagnostics: Collector,
): void {
  const { encodedSize, limit, format } = document;
  if (limit === undefined || format === undefined || encodedSize <= limit) return;
  diagnostics.report('render/userdata-too-large', pathOf(machine), {
    node: machine.name,
    document: format,
    platform,
    size: encodedSize,
    limit,
    counted: platforms[platform].counting,
    largest: largestFiles(machine),
    remedies: remedies(machine, compressed()),
  });
}

function remedies(machine: Machine, compressed: number | undefined): string[] {
  const saving = ecdsaSaving(machine);
  const keys = `pki.algorithm: ecdsa-p256 saves about ${number(saving)} bytes of keys and certificates`;
  return [
    ...(compressed === undefined
      ? []
      : [`target.compression: gzip makes it ${number(compressed)} bytes`]),
    ...(saving === 0 ? [] : [keys]),
    'platforms nocloud and pxe have no limit',
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function largestFiles(machine: Machine): { path: string; size: number }[] {
  return machine.files
    .map(({ path, content }) => ({ path, size: toBytes(content).length }))
    .sort((a, b) => b.size - a.size)
    .slice(0, largestCount);
}

/** The machine's line in the profile: what its components point at. */
function pathOf({ files, units }: Machine): Path {
  const paths = [...files, ...units].map((item) => item.from.path);
  return paths.find((path) => path[0] === 'machines')?.slice(0, 2) ?? paths[0] ?? [];
}
