import type { IngressRule } from '../../net/ingress-rule.ts';
import { toYaml } from '../../text/yaml.ts';
import { documentFile } from '../document-file.ts';
import type { MachineGroup, PackageMachine } from '../packager.ts';
import { familyOf } from './family.ts';
import { imageKey, openStackSettings } from './openstack-settings.ts';

/**
 * A Heat template (HOT 2018-08-31) with the security groups, ports and servers. The client puts the documents in
 * (`get_file`), so they have to be text.
 */
export function heatTemplate(
  machines: readonly PackageMachine[],
  { cluster, groups }: { readonly cluster: string; readonly groups: readonly MachineGroup[] },
): string {
  return toYaml({
    heat_template_version: '2018-08-31',
    description: `The machines of the Kubernetes cluster ${cluster}`,
    parameters: parameters(machines),
    resources: Object.fromEntries([
      ...groups.map(({ name }) => [groupId(name), groupResource(name)]),
      ...groups.flatMap((group) => ruleResources(group, familyOf(group, machines))),
      ...machines.flatMap((machine) => [
        [`port-${machine.name}`, portResource(machine)],
        [`server-${machine.name}`, serverResource(machine)],
      ]),
    ]),
  });
}

function parameters(machines: readonly PackageMachine[]): object {
  const { images, groups, subnets } = openStackSettings(machines);
  const each = (name: string, description: string, keys: readonly string[], kind: string) =>
    keys.map((key) => [
      parameterName(name, key),
      {
        type: 'string',
        description: `${description} ${key}`,
        constraints: [{ custom_constraint: kind }],
      },
    ]);
  return Object.fromEntries([
    ...each('image', 'Image of', images, 'glance.image'),
    ...each('flavor', 'Flavor of', groups, 'nova.flavor'),
    ...each('network', 'Network with', subnets, 'neutron.network'),
    ['clients', { type: 'string', description: 'Network that may use the API' }],
  ]);
}

function parameterName(name: string, key: string): string {
  return `${name}_${key.replaceAll(/[^A-Za-z0-9]+/g, '_')}`;
}

function parameter(name: string, key: string): object {
  return { get_param: parameterName(name, key) };
}

function groupId(name: string): string {
  return `group-${name}`;
}

function groupResource(name: string): object {
  return { type: 'OS::Neutron::SecurityGroup', properties: { name } };
}

/** Rules are resources of their own: groups name each other, which a group's own list of rules could not. */
function ruleResources({ name, rules }: MachineGroup, family: 4 | 6): [string, object][] {
  return rules.map((rule, index) => [
    `rule-${name}-${String(index).padStart(2, '0')}`,
    {
      type: 'OS::Neutron::SecurityGroupRule',
      properties: {
        security_group: { get_resource: groupId(name) },
        direction: 'ingress',
        ethertype: `IPv${family}`,
        description: rule.why,
        ...(rule.protocol === undefined ? {} : { protocol: rule.protocol }),
        ...(rule.port === undefined
          ? {}
          : { port_range_min: rule.port, port_range_max: rule.port }),
        ...sender(rule),
      },
    },
  ]);
}

function sender({ from }: IngressRule): object {
  if ('clients' in from) return { remote_ip_prefix: { get_param: 'clients' } };
  if ('group' in from) return { remote_group: { get_resource: groupId(from.group) } };
  return { remote_ip_prefix: from.network };
}

function portResource({ name, group, subnet, address, network, sendsFor }: PackageMachine): object {
  return {
    type: 'OS::Neutron::Port',
    properties: {
      name,
      network: parameter('network', subnet),
      fixed_ips: [{ ip_address: address }],
      security_groups: [{ get_resource: groupId(group) }],
      ...(network.mac === undefined ? {} : { mac_address: network.mac }),
      ...(sendsFor.length === 0
        ? {}
        : { allowed_address_pairs: sendsFor.map((pods) => ({ ip_address: pods })) }),
    },
  };
}

function serverResource(machine: PackageMachine): object {
  return {
    type: 'OS::Nova::Server',
    properties: {
      name: machine.name,
      image: parameter('image', imageKey(machine)),
      flavor: parameter('flavor', machine.group),
      networks: [{ port: { get_resource: `port-${machine.name}` } }],
      user_data_format: 'RAW',
      user_data: { get_file: documentFile(machine) },
    },
  };
}
