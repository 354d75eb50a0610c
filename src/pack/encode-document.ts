import { createHash } from 'node:crypto';
import type { Machine } from '../machine/model.ts';
import { renderUserData } from '../render/cloud-init.ts';
import { renderPart, renderSplitUserData } from '../render/cloud-init-part.ts';
import {
  formatIgnition,
  type IgnitionVersion,
  ignitionConfig,
  pointerConfig,
  renderIgnition,
  wrapIgnition,
} from '../render/ignition.ts';
import type { PartSource } from '../render/part-source.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { countContent, toBytes } from '../text/bytes.ts';
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

/** A document as people read it, and compressed as a whole. */
interface Written {
  readonly text: string;
  compress(): Uint8Array;
}

interface Format {
  readonly file: string;
  /** What the whole machine is, to be fetched. */
  readonly part: { readonly file: string; render(machine: Machine, options: PackOptions): string };
  write(machine: Machine, options: PackOptions, render: RenderOptions): Written;
  writeSmall(
    machine: Machine,
    source: PartSource,
    options: PackOptions,
    render: RenderOptions,
  ): Written;
}

/** What a format is called and how it is written, split and compressed. */
export const formats: Readonly<Record<DocumentFormat, Format>> = {
  'cloud-init': {
    file: 'user-data',
    part: { file: 'user-data.part.json', render: renderPart },
    write: (machine, _, render) => writtenText(renderUserData(machine, render)),
    writeSmall: (machine, source, _, render) =>
      writtenText(renderSplitUserData(machine, source, render)),
  },
  ignition: {
    file: 'config.ign',
    part: {
      file: 'config.part.ign',
      render: (machine, { ignitionVersion }) => renderIgnition(machine, ignitionVersion),
    },
    write: (machine, { ignitionVersion }, render) =>
      writtenConfig(ignitionConfig(machine, ignitionVersion, render), ignitionVersion),
    writeSmall: (_, source, { ignitionVersion }) =>
      writtenConfig(pointerConfig(source, ignitionVersion), ignitionVersion),
  },
};

function writtenText(text: string): Written {
  return { text, compress: () => gzip(toBytes(text)) };
}

function writtenConfig(config: object, version: IgnitionVersion): Written {
  return {
    text: formatIgnition(config),
    compress: () => toBytes(wrapIgnition(config, version)),
  };
}

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
  const { write, part } = split(machine, format, options);
  const { text, compress } = write({});
  const asked = options.compression === 'gzip';
  const wanted = asked || (options.compression === 'auto' && countContent(text) > plainLimit);
  const compressed = wanted && (bringsBytes || format === 'ignition');
  const whole = compressed ? compress() : toBytes(text);
  const fits = compressed || countBytes(whole, counting) <= limit;
  const bytes = fits ? whole : toBytes(write({ gzipFiles: true }).text);
  const size = countBytes(bytes, counting);
  return { bytes, size, compressed, ...(part === undefined ? {} : { part }) };
}

/** How the attached text is written, and the part beside it. Throws when a split document has no store. */
function split(
  machine: Machine,
  format: DocumentFormat,
  options: PackOptions,
): { write(options: RenderOptions): Written; readonly part?: EncodedPart } {
  const { write, writeSmall, part } = formats[format];
  const { delivery, store } = options;
  if (delivery === 'inline') return { write: (more) => write(machine, options, more) };
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
    write: (more) => writeSmall(machine, source, options, more),
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
