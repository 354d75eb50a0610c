import { createHash } from 'node:crypto';
import type { Machine } from '../machine/model.ts';
import { renderUserData } from '../render/cloud-init.ts';
import { renderPart, renderSplitUserData } from '../render/cloud-init-part.ts';
import {
  type IgnitionVersion,
  renderIgnition,
  renderPointer,
  wrapIgnition,
} from '../render/ignition.ts';
import type { PartSource } from '../render/part-source.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { toBytes } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import type { DocumentFormat } from './artifact.ts';
import { countBytes, type PlatformName, platforms } from './platforms.ts';
import { partUrl, type Store } from './store.ts';

/** How the documents of a machine are to be packed. */
export interface PackOptions {
  readonly formats: readonly DocumentFormat[];
  readonly platform: PlatformName;
  readonly compression: 'auto' | 'gzip' | 'none';
  readonly ignitionVersion: IgnitionVersion;
  readonly delivery: 'inline' | 'split';
  /** Needed when split. */
  readonly store?: Store;
}

/** The second part of a split document; `tokenSha256` (hex) recognises the token that the document sends for it. */
export interface EncodedPart {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly tokenSha256?: string;
}

/** A document as it is attached, and the part that it fetches when it is split. */
export interface EncodedDocument {
  readonly bytes: Uint8Array;
  /** Bytes as the platform counts them. */
  readonly size: number;
  /** Whether it is compressed as a whole. */
  readonly compressed: boolean;
  readonly part?: EncodedPart;
}

/** Documents up to this size stay plain with `compression: auto`. */
const plainLimit = 16_384;

interface Format {
  readonly file: string;
  /** What the whole machine is, to be fetched. */
  readonly part: { readonly file: string; render(machine: Machine, options: PackOptions): string };
  render(machine: Machine, options: PackOptions, render: RenderOptions): string;
  renderSmall(
    machine: Machine,
    source: PartSource,
    options: PackOptions,
    render: RenderOptions,
  ): string;
  /** `bytes` are those of the text. */
  compress(text: string, bytes: Uint8Array, options: PackOptions): Uint8Array;
}

/** What a format is called and how it is written, split and compressed. */
export const formats: Readonly<Record<DocumentFormat, Format>> = {
  'cloud-init': {
    file: 'user-data',
    part: { file: 'user-data.part.json', render: renderPart },
    render: (machine, _, render) => renderUserData(machine, render),
    renderSmall: (machine, source, _, render) => renderSplitUserData(machine, source, render),
    compress: (_, bytes) => gzip(bytes),
  },
  ignition: {
    file: 'config.ign',
    part: {
      file: 'config.part.ign',
      render: (machine, { ignitionVersion }) => renderIgnition(machine, ignitionVersion),
    },
    render: (machine, { ignitionVersion }, render) =>
      renderIgnition(machine, ignitionVersion, render),
    renderSmall: (_, source, { ignitionVersion }) => renderPointer(source, ignitionVersion),
    compress: (text, _, { ignitionVersion }) => toBytes(wrapIgnition(text, ignitionVersion)),
  },
};

/**
 * One document of a machine. It is compressed as a whole (cloud-init: gzip, where the platform brings bytes;
 * Ignition: a gzip `config.replace`) when asked or, with `auto`, when it is over 16,384 bytes. Otherwise, when it
 * does not fit, its large files are compressed one by one. Pure: same machine and options, same bytes.
 */
export function encodeDocument(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): EncodedDocument {
  const {
    counting,
    limit = Number.POSITIVE_INFINITY,
    gzip: bringsBytes,
  } = platforms[options.platform];
  const { compress } = formats[format];
  const { render, part } = split(machine, format, options);
  const text = render({});
  const plain = toBytes(text);
  const asked = options.compression === 'gzip';
  const wanted = asked || (options.compression === 'auto' && plain.length > plainLimit);
  const compressed = wanted && (bringsBytes || format === 'ignition');
  const fits = countBytes(plain, counting) <= limit;
  const bytes = compressed
    ? compress(text, plain, options)
    : fits
      ? plain
      : toBytes(render({ gzipFiles: true }));
  const size = countBytes(bytes, counting);
  return { bytes, size, compressed, ...(part === undefined ? {} : { part }) };
}

/** How the attached text is written, and the part beside it. Throws when a split document has no store. */
function split(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): { render(options: RenderOptions): string; readonly part?: EncodedPart } {
  const { render, renderSmall, part } = formats[format];
  const { delivery, store } = options;
  if (delivery === 'inline') return { render: (more) => render(machine, options, more) };
  if (store === undefined) throw new TypeError('a split document needs a store');
  const bytes = toBytes(part.render(machine, options));
  const sha256 = sha256Of(bytes);
  const url = partUrl(store, { node: machine.name, file: part.file, sha256 });
  const { ca, token } = store;
  const source = {
    url,
    sha256,
    size: bytes.length,
    ...(ca === undefined ? {} : { ca }),
    ...(token === undefined ? {} : { token }),
  };
  return {
    render: (more) => renderSmall(machine, source, options, more),
    part: {
      file: part.file,
      bytes,
      ...(token === undefined ? {} : { tokenSha256: sha256Of(toBytes(token)) }),
    },
  };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
