import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { parseProfile } from '../../../src/profile/parse.ts';
import type { Profile } from '../../../src/profile/schema/profile.ts';

/** What a test changes of the smallest profile. */
export interface Parts {
  readonly [key: string]: unknown;
}

/** The smallest valid profile, with top-level keys replaced; undefined removes one. */
export function profileText(parts: Parts = {}): string {
  return JSON.stringify({
    version: 1,
    cluster: 'test',
    kubernetes: { version: '1.36.3' },
    network: { services: '10.96.0.0/16', pods: '10.244.0.0/16' },
    endpoint: '10.0.0.11:6443',
    machines: [{ name: 'c1', roles: ['etcd', 'controller', 'worker'], address: '10.0.0.11/24' }],
    ...parts,
  });
}

/** Reads texts; the first one is the profile. */
export function read(texts: Readonly<Record<string, string>>): {
  readonly profile: Profile | undefined;
  readonly found: readonly Diagnostic[];
  readonly codes: readonly string[];
} {
  const diagnostics = createCollector();
  const [name = ''] = Object.keys(texts);
  const parsed = parseProfile(name, new Map(Object.entries(texts)), diagnostics);
  const found = diagnostics.all;
  return { profile: parsed?.profile, found, codes: found.map(({ code }) => code).sort() };
}

/** The smallest profile with changes, read. */
export function readParts(parts: Parts) {
  return read({ 'p.yaml': profileText(parts) });
}

/** The profile that changes make; throws when it is not valid. */
export function validProfile(parts: Parts = {}): Profile {
  const { profile, found } = readParts(parts);
  if (profile === undefined) throw new Error(found.map(({ message }) => message).join('; '));
  return profile;
}
