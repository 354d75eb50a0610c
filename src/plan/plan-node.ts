import type { Path } from '../diagnostics/diagnostic.ts';
import { cidrContains, normalizeAddress, parseCidr } from '../net/address.ts';
import { settingsOf } from '../profile/defaults.ts';
import { type FormatName, formatNames, type OperatingSystemName } from '../profile/schema/names.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { ClusterNode } from './cluster.ts';
import { operatingSystem } from './operating-systems.ts';

type MachineProfile = Profile['machines'][number];

/**
 * One machine with everything settled that does not depend on the others. The gateway and the name servers
 * come from the subnet that holds the address, name servers else from network.nameservers; addressing is
 * static when a gateway is known, else dhcp.
 */
export function planNode(profile: Profile, machine: MachineProfile, path: Path): ClusterNode {
  const [addressText = '', prefix = ''] = machine.address.split('/');
  const address = normalizeAddress(addressText);
  const subnet = profile.network.subnets.find(({ cidr }) => cidrContains(parseCidr(cidr), address));
  const gateway = machine.gateway ?? subnet?.gateway;
  const settings = settingsOf(profile, machine);
  const nameservers = subnet?.nameservers.length ? subnet.nameservers : profile.network.nameservers;
  return {
    ...settings,
    name: machine.name,
    roles: machine.roles,
    address,
    prefix: Number(prefix),
    ...(machine.mac === undefined ? {} : { mac: machine.mac.toLowerCase() }),
    ...(machine.uuid === undefined ? {} : { uuid: machine.uuid.toLowerCase() }),
    ...(machine.serial === undefined ? {} : { serial: machine.serial }),
    ...(gateway === undefined ? {} : { gateway: normalizeAddress(gateway) }),
    addressing: machine.addressing ?? (gateway === undefined ? 'dhcp' : 'static'),
    nameservers: nameservers.map(normalizeAddress),
    formats: formatsFor(settings.format, settings.os),
    ...(machine.podCidr === undefined ? {} : { podCidr: machine.podCidr }),
    path,
  };
}

function formatsFor(format: Profile['target']['format'], os: OperatingSystemName): FormatName[] {
  const wanted = [format ?? operatingSystem(os).format].flat();
  return formatNames.filter((format) => wanted.includes(format));
}
