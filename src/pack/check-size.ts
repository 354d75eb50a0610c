import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Machine } from '../machine/model.ts';
import type { Artifact } from './artifact.ts';
import type { PackOptions } from './encode-document.ts';
import { measureFiles } from './measure-files.ts';
import { platforms } from './platforms.ts';
import { savingsFor } from './savings.ts';

/** Of a thousand alike machines, the first few are explained: figures cost some 30 packings each. */
const explained = 6;

/**
 * Compares a document with its platform's limit. Raises render/userdata-too-large with what the largest files cost
 * in this document, what each change of the profile would make of it, and the smallest change that fits; after six documents without these.
 */
export function checkSize(
  machine: Machine,
  document: Artifact,
  options: PackOptions,
  diagnostics: Collector,
): void {
  const { encodedSize, limit, format } = document;
  if (limit === undefined || format === undefined || encodedSize <= limit) return;
  const code = 'render/userdata-too-large';
  const told = diagnostics.all.filter((finding) => finding.code === code).length;
  const inFull = told < explained;
  diagnostics.report(code, pathOf(machine), {
    node: machine.name,
    document: format,
    platform: options.platform,
    size: encodedSize,
    limit,
    counted: platforms[options.platform].counting,
    largest: inFull ? measureFiles(machine, format, options) : [],
    savings: inFull ? savingsFor(machine, format, options) : [],
  });
}

/** The machine's line in the profile: what its components point at. */
function pathOf({ files, units }: Machine): Path {
  const paths = [...files, ...units].map((item) => item.from.path);
  return paths.find((path) => path[0] === 'machines')?.slice(0, 2) ?? paths[0] ?? [];
}
