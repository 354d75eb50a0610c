import type { Machine } from '../machine/model.ts';
import { renderSeed, renderUserData } from '../render/cloud-init.ts';
import { renderIgnition } from '../render/ignition.ts';
import { toBytes } from '../text/bytes.ts';
import type { PackOptions } from './pack-documents.ts';

/** A document without secrets, for people to read and compare: plain text, whatever the shipped one is. */
export interface PublicDocument {
  /** The path of the document that it stands for, `icc-ctrl-1/user-data`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The documents of a machine that `redactMachine` has been over, never compressed. */
export function packPublicDocuments(
  machine: Machine,
  { formats, ignitionVersion }: Pick<PackOptions, 'formats' | 'ignitionVersion'>,
): PublicDocument[] {
  return formats.flatMap((format) => {
    if (format === 'ignition') {
      const text = renderIgnition(machine, ignitionVersion, {});
      return [{ path: `${machine.name}/config.ign`, bytes: toBytes(text) }];
    }
    const { metaData, networkConfig } = renderSeed(machine);
    return Object.entries({
      'user-data': renderUserData(machine, {}),
      'meta-data': metaData,
      'network-config': networkConfig,
    }).map(([name, text]) => ({ path: `${machine.name}/${name}`, bytes: toBytes(text) }));
  });
}
