import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { Machine, MachineFile } from '../machine/model.ts';
import { networkConfigPath } from '../machine/places.ts';
import { readCloudConfig } from '../render/read/read-cloud-config.ts';
import { readIgnition } from '../render/read/read-ignition.ts';
import { readOrigin } from '../render/read/read-machine.ts';
import type { DocumentFormat } from './artifact.ts';
import { formats } from './encode-document.ts';

/** The documents of one machine by file name, as they lie in `out/<cluster>/<node>/`. */
export type DocumentFiles = ReadonlyMap<string, Uint8Array>;

/** Which formats these documents are in. */
export function formatsOf(files: DocumentFiles): DocumentFormat[] {
  return (['cloud-init', 'ignition'] as const).filter((format) => files.has(formats[format].file));
}

/**
 * The machine that the documents of one format make, plain, compressed or in two parts. cloud-init's network stands
 * among the files as `network-config`. Throws when there are none of ours.
 */
export function readDocuments(name: string, files: DocumentFiles, format: DocumentFormat): Machine {
  const { file, part } = formats[format];
  const text = textOf(files.get(file));
  const rest = files.get(part.file);
  const partText = rest === undefined ? undefined : textOf(rest);
  if (format === 'ignition') return readIgnition(name, text, partText);
  const machine = readCloudConfig(text, partText);
  const network = files.get('network-config');
  if (network === undefined) return machine;
  return { ...machine, files: [...machine.files, networkFile(textOf(network))] };
}

function networkFile(content: string): MachineFile {
  const owner = { mode: 0o644, user: 'root', group: 'root' };
  return { path: networkConfigPath, content, ...owner, secrets: [], from: readOrigin };
}

function textOf(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) throw new TypeError('the document is missing');
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return Buffer.from(plain).toString();
}
