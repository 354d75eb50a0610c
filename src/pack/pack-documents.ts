import type { Collector } from '../diagnostics/collector.ts';
import type { Machine } from '../machine/model.ts';
import { renderSeed } from '../render/cloud-init.ts';
import { toBytes } from '../text/bytes.ts';
import type { Artifact, DocumentFormat } from './artifact.ts';
import { checkSize } from './check-size.ts';
import { encodeDocument, formats, type PackOptions } from './encode-document.ts';
import { platforms } from './platforms.ts';

export type { PackOptions } from './encode-document.ts';

/**
 * The documents of one machine, under its name: `user-data`, `meta-data` and `network-config` for cloud-init,
 * `config.ign` for Ignition, compressed as `encodeDocument` says. When split, also the part that each of them
 * fetches: `user-data.part.json`, `config.part.ign`. Raises render/userdata-too-large at the machine's line.
 */
export function packDocuments(
  machine: Machine,
  options: PackOptions,
  diagnostics: Collector,
): Artifact[] {
  return options.formats.flatMap((format) => {
    const [document, ...parts] = packDocument(machine, format, options);
    if (document !== undefined) checkSize(machine, document, options, diagnostics);
    return [
      ...(document === undefined ? [] : [document]),
      ...parts,
      ...companions(machine, format),
    ];
  });
}

function packDocument(machine: Machine, format: DocumentFormat, options: PackOptions): Artifact[] {
  const { limit } = platforms[options.platform];
  const { bytes, size, part } = encodeDocument(machine, format, options);
  const common = { mode: 0o600, secret: true, node: machine.name } as const;
  const document = {
    path: `${machine.name}/${formats[format].file}`,
    bytes,
    ...common,
    format,
    encodedSize: size,
    ...(limit === undefined ? {} : { limit }),
  };
  if (part === undefined) return [document];
  const { file, bytes: rest, tokenSha256 } = part;
  return [
    document,
    {
      path: `${machine.name}/${file}`,
      bytes: rest,
      ...common,
      encodedSize: rest.length,
      ...(tokenSha256 === undefined ? {} : { tokenSha256 }),
    },
  ];
}

function companions(machine: Machine, format: DocumentFormat): Artifact[] {
  if (format === 'ignition') return [];
  const { metaData, networkConfig } = renderSeed(machine);
  const files = { 'meta-data': metaData, 'network-config': networkConfig };
  return Object.entries(files).map(([name, text]) => {
    const bytes = toBytes(text);
    return {
      path: `${machine.name}/${name}`,
      bytes,
      mode: 0o644,
      secret: false,
      node: machine.name,
      encodedSize: bytes.length,
    };
  });
}
