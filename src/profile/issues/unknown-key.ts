import type { Path } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../text/nearest.ts';
import { profileSchema } from '../schema/profile.ts';
import { allKeyPlaces, knownKeys } from './schema-walk.ts';

/** Words that other tools use for our keys. */
const synonyms: Readonly<Record<string, string>> = {
  ip: 'address',
  ipaddress: 'address',
  macaddress: 'mac',
  role: 'roles',
  hostname: 'name',
  clustername: 'cluster',
  nodes: 'machines',
  hosts: 'machines',
  k8s: 'kubernetes',
  cni: 'plugin',
  dns: 'nameservers',
  ntp: 'ntpServers',
  servicecidr: 'services',
  servicesubnet: 'services',
  podcidr: 'pods',
  podsubnet: 'pods',
  clusterdomain: 'domain',
  dnsdomain: 'domain',
  permissions: 'mode',
  masters: 'machines',
  loadbalancer: 'endpoint',
};

let places: ReturnType<typeof allKeyPlaces> | undefined;

/** The known key that `key` was probably meant to be, among those allowed at `path`. */
export function nearestKey(path: Path, key: string): string | undefined {
  const known = knownKeys(profileSchema, path);
  const word = key.toLowerCase().replaceAll(/[-_]/g, '');
  const synonym = Object.hasOwn(synonyms, word) ? synonyms[word] : undefined;
  if (synonym !== undefined && known.includes(synonym)) return synonym;
  return known.find((each) => each.toLowerCase() === word) ?? nearest(key, known);
}

/** The change that mends an unknown key: a near one here, the same one elsewhere, or those that are known. */
export function unknownKeyHint(path: Path, key: string): string {
  const near = nearestKey(path, key);
  if (near !== undefined) return `did you mean “${near}”?`;
  places ??= allKeyPlaces(profileSchema);
  const elsewhere = places.get(key);
  if (elsewhere !== undefined) {
    const names = elsewhere.slice(0, 3).map((place) => place.join('.').replaceAll('.[]', '[]'));
    return `it belongs ${names.map((name) => (name === '' ? 'at the top level' : `under “${name}”`)).join(' or ')}`;
  }
  return `known here: ${knownKeys(profileSchema, path).slice(0, 24).join(', ')}`;
}
