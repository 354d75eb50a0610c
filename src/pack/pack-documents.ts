import type { Collector } from '../diagnostics/collector.ts';
import type { Machine } from '../machine/model.ts';
import { renderSeed, renderUserData } from '../render/cloud-init.ts';
import { type IgnitionVersion, renderIgnition, wrapIgnition } from '../render/ignition.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { toBytes } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import type { Artifact, DocumentFormat } from './artifact.ts';
import { checkSize } from './check-size.ts';
import { countBytes, type PlatformName, platforms } from './platforms.ts';

/** How the documents of a machine are to be packed. */
export interface PackOptions {
  readonly formats: readonly DocumentFormat[];
  readonly platform: PlatformName;
  readonly compression: 'auto' | 'gzip' | 'none';
  readonly ignitionVersion: IgnitionVersion;
}

/** Documents up to this size stay plain with `compression: auto`. */
const plainLimit = 16_384;

/**
 * The documents of one machine, under its name: `user-data`, `meta-data` and `network-config` for cloud-init,
 * `config.ign` for Ignition. A document is compressed as a whole (cloud-init: gzip; Ignition: a gzip
 * `config.replace`) when asked or, with `auto`, when it is over 16,384 bytes. Without compression, a document
 * that does not fit gets its large files compressed one by one. Raises render/userdata-too-large at the
 * machine's line.
 */
export function packDocuments(
  machine: Machine,
  options: PackOptions,
  diagnostics: Collector,
): Artifact[] {
  return options.formats.flatMap((format) => {
    const document = packDocument(machine, format, options);
    const compressed = () =>
      options.compression === 'none'
        ? packDocument(machine, format, { ...options, compression: 'gzip' }).encodedSize
        : undefined;
    checkSize(machine, document, options.platform, compressed, diagnostics);
    return [document, ...companions(machine, format)];
  });
}

/** What a format is called and how it is written and compressed. */
const formats = {
  'cloud-init': {
    file: 'user-data',
    render: (machine: Machine, _: PackOptions, render: RenderOptions) =>
      renderUserData(machine, render),
    compress: (text: string) => gzip(toBytes(text)),
  },
  ignition: {
    file: 'config.ign',
    render: (machine: Machine, options: PackOptions, render: RenderOptions) =>
      renderIgnition(machine, options.ignitionVersion, render),
    compress: (text: string, { ignitionVersion }: PackOptions) =>
      toBytes(wrapIgnition(text, ignitionVersion)),
  },
};

function packDocument(machine: Machine, format: DocumentFormat, options: PackOptions): Artifact {
  const { counting, limit } = platforms[options.platform];
  const { file } = formats[format];
  const bytes = encodeDocument(machine, format, options);
  return {
    path: `${machine.name}/${file}`,
    bytes,
    mode: 0o600,
    secret: true,
    node: machine.name,
    format,
    encodedSize: countBytes(bytes, counting),
    ...(limit === undefined ? {} : { limit }),
  };
}

function encodeDocument(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): Uint8Array {
  const { render, compress } = formats[format];
  const { counting, limit = Number.POSITIVE_INFINITY } = platforms[options.platform];
  const text = render(machine, options, {});
  const plain = toBytes(text);
  const asked = options.compression === 'gzip';
  if (asked || (options.compression === 'auto' && plain.length > plainLimit)) {
    return compress(text, options);
  }
  if (countBytes(plain, counting) <= limit) return plain;
  return toBytes(render(machine, options, { gzipFiles: true }));
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
