import { writeFile } from 'node:fs/promises';
import { writeIso } from '../pack/iso/write-iso.ts';

export interface NoCloudSeed {
  readonly userData: Uint8Array;
  readonly metaData: Uint8Array;
  readonly networkConfig?: Uint8Array;
}

/** Writes the seed as the disk image that cloud-init's NoCloud source finds by its label, as `package` does. */
export async function writeSeedIso(path: string, seed: NoCloudSeed): Promise<void> {
  const files = [
    { path: 'user-data', bytes: seed.userData },
    { path: 'meta-data', bytes: seed.metaData },
    ...(seed.networkConfig === undefined
      ? []
      : [{ path: 'network-config', bytes: seed.networkConfig }]),
  ];
  await writeFile(path, writeIso('cidata', files), { mode: 0o600 });
}
