import { load } from 'js-yaml';
import { toBase64, toBytes } from '../../text/bytes.ts';
import { toJson } from '../../text/json.ts';
import { element, toXml } from '../../text/xml.ts';
import { toYaml } from '../../text/yaml.ts';
import type { PackageNode } from '../packager.ts';
import { compressed, guestinfoKeys, guestinfoValue } from './guestinfo.ts';

/**
 * The machine's OVF properties: those of cloud-init's OVF source (and of the images that Ubuntu and Debian publish
 * as OVA), or those that Ignition's images declare.
 */
function ovfProperties(node: PackageNode): Readonly<Record<string, string>> {
  if (node.format === 'ignition') {
    return Object.fromEntries(
      guestinfoKeys(node).flatMap((key) => [
        [key.key, guestinfoValue(node, key)],
        [`${key.key}.encoding`, key.encoding],
      ]),
    );
  }
  const network = toYaml({ network: load(node.networkConfig) });
  return {
    'instance-id': node.name,
    hostname: node.name,
    'network-config': toBase64(toBytes(network)),
    'user-data': toBase64(compressed(node.document)),
  };
}

const namespace = 'http://schemas.dmtf.org/ovf/environment/1';

/** The OVF environment (DSP0243, ovf-env.xml), for transport on a CD. */
export function ovfEnvironment(node: PackageNode): string {
  const properties = Object.entries(ovfProperties(node)).map(([key, value]) =>
    element('Property', { 'oe:key': key, 'oe:value': value }),
  );
  return toXml(
    element('Environment', { xmlns: namespace, 'xmlns:oe': namespace, 'oe:id': '' }, [
      element('PropertySection', {}, properties),
    ]),
  );
}

/** What `govc import.ova -options` reads: the name, and the properties that the OVA declares. */
export function ovaOptions(node: PackageNode): string {
  return toJson({
    Name: node.name,
    PowerOn: false,
    InjectOvfEnv: true,
    PropertyMapping: Object.entries(ovfProperties(node)).map(([Key, Value]) => ({ Key, Value })),
  });
}
