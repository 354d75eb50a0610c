import type { Profile } from '../../profile/schema/profile.ts';
import type { TomlTable } from '../../text/toml.ts';

/**
 * hosts.toml for every registry (`certs.d/_default`): pulls go to the mirror, by the same repository names below
 * its prefix, and with `mirror.only` nowhere else. Undefined without an image mirror. (containerd, docs/hosts.md:
 * a path before the repository means `/v2/PREFIX` with override_path.)
 */
export function registryHosts(mirror: Profile['mirror']): TomlTable | undefined {
  if (mirror.images === undefined) return undefined;
  const [host = '', ...rest] = mirror.images.replace(/\/+$/, '').split('/');
  const scheme = mirror.insecureImages ? 'http' : 'https';
  const prefix = rest.length === 0 ? '' : `/v2/${rest.join('/')}`;
  const url = `${scheme}://${host}${prefix}`;
  const settings: TomlTable = {
    capabilities: ['pull', 'resolve'],
    override_path: prefix === '' ? undefined : true,
  };
  return mirror.only ? { server: url, ...settings } : { host: { [url]: settings } };
}
