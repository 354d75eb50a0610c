import { defineCode } from '../define-codes.ts';

/** Findings about what first boot downloads. */
export const artifactCodes = {
  'artifacts/unknown-checksum': defineCode<{
    name: string;
    version: string;
    arch: string;
    known: readonly string[];
  }>({
    severity: 'error',
    message: ({ name, version, arch }) =>
      `no checksum is known for ${name} ${version} (${arch}), so first boot could not verify it`,
    hint: ({ name, version, arch, known }) =>
      `use one of ${known.slice(0, 8).join(', ')}, or give its SHA-256 under mirror.checksums: ${name}/${version}/${arch}`,
    doc: 'A program would be downloaded in a version whose SHA-256 is neither built in nor given under mirror.checksums: choose a known version or give the checksum.',
  }),
};
