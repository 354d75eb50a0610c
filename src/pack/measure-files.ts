import type { Machine } from '../machine/model.ts';
import { toBytes } from '../text/bytes.ts';
import type { DocumentFormat } from './artifact.ts';
import { encodeDocument, type PackOptions } from './encode-document.ts';

/** What a file of a machine costs: its bytes, and those of the encoded document that would go with it. */
export interface FileCost {
  readonly path: string;
  readonly size: number;
  readonly encoded: number;
}

/** As many files are measured, and as many of them shown. */
const measured = 24;
const shown = 8;

/**
 * The files that cost most, measured by packing the document without each of them. What two files share counts
 * for neither, so the shares need not add up to the whole.
 */
export function measureFiles(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): FileCost[] {
  const whole = encodeDocument(machine, format, options);
  const fixed = { ...options, ...(whole.compressed ? { compression: 'gzip' as const } : {}) };
  return machine.files
    .map((file) => ({ file, size: toBytes(file.content).length }))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, measured)
    .map(({ file, size }) => {
      const files = machine.files.filter((other) => other !== file);
      const { size: rest } = encodeDocument({ ...machine, files }, format, fixed);
      return { path: file.path, size, encoded: whole.size - rest };
    })
    .toSorted((a, b) => b.encoded - a.encoded)
    .slice(0, shown);
}
